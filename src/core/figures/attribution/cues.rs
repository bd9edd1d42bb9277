//! The words that say that somebody says something, in four languages, and those that make a statement unsure or absolute.

use crate::figures::tongue::Tongue;

/// Verbs that nearly always attribute what stands beside them, in every form.
pub(super) const SAYING: [&str; 4] = [
    "said says saying wrote writes told tells added adds adding noted notes noting announced announces \
     announcing suggested suggests suggesting argued argues arguing tweeted tweets tweeting criticized \
     criticised criticizes criticizing explained explains explaining acknowledged acknowledges acknowledging \
     urged urges urging claimed claiming warned warns warning revealed reveals stated states stating defended \
     defends concluded concludes praised praises praising vowed vows vowing promised promising recalled recalls \
     recalling insisted insists insisting rejected rejects denied denies denying replied replies indicated \
     indicates confirmed confirms confirming dismissed dismisses dismissing denounced denounces denouncing \
     predicted predicts predicting complained complains assured assures echoed echoes reiterated reiterates \
     mocked mocks asserted asserts asserting joked jokes reminded requested voiced stressed stresses stressing \
     conceded concedes slammed slams decried decries boasted boasts remarked lamented laments quipped declared \
     declares declaring described describes describing accused accuses accusing responded responds called \
     calling asked asks asking reported reportedly expressed expresses expressing blasted attacked blamed blames \
     questioned recommended recommends admitted admits alleges allegedly alleging cautioned cautions condemned \
     condemns testified testifies cited cites citing quoted quoting mentioned mentions referred referring \
     emphasized emphasised emphasizes highlighted touted portrayed believed hopes hoped hoping expects expected \
     estimating projected forecast endorsed endorses posted posts retweeted emailed commented countered retorted \
     contends contended maintained maintains proclaimed pleaded pledges pledging speculated stipulates proposed \
     proposes demanded demands demanding instructed understands understood seemed seems appeared appears \
     according continued repeats recounted recounts opined observed observes pointed pointing agreed agrees \
     doubts doubted declined refused say showed known shows calls telling repeatedly supported offered sought \
     opposed mention argue issued talked suggest named discuss widely pushed worried charged ordered insist \
     finds discussed questioning acknowledge praise challenged seeks listed deemed nominated defending openly \
     assertion sounded express discussing expecting suggestion railed encouraged officially reads announce \
     refusing thanked convinced angered shouted highlighting touting chants complaints remembered reveal \
     disclosed repeating signaled proposing ruled hints presented indicate portray chanted reminding assailed \
     criticize applauded referenced declare",
    "sagte sagt sagten sagen gesagt erklärte erklärt erklärten erklären teilte teilten mitteilte berichtete berichtet berichteten berichten betonte betont betonten kritisierte kritisiert \
     kritisierten warnte warnt warnten forderte fordert forderten behauptete behauptet behaupteten meinte meint meinten schrieb schreibt schrieben bestätigte bestätigt bestätigten \
     kündigte kündigten ankündigte laut zufolge räumte erläuterte erläutert ergänzte ergänzt fügte entgegnete antwortete antwortet wies dementierte dementiert vermutet vermutete \
     vermuten glaubt glaubte glauben hofft hoffte hoffen fürchtet befürchtet befürchtete rechnet rechneten erwartet erwartete erwarten schätzt schätzte schätzen versicherte versichert \
     verkündete verkündet lobte lobt verteidigte verteidigt beklagte beklagt unterstrich mahnte mahnt rief beteuerte verlangte verlangt argumentierte argumentiert urteilte zitiert zitierte hieß heißt äußerte äußerten \
     gab sprach bezeichnete bezeichnet nannte nennt angeblich beschuldigte wirft warf begründete bedauerte twitterte gestand prognostiziert prognostizierte",
    "dit déclare déclaré déclarait affirme affirmé affirment affirmait explique expliqué expliquait expliquent précise précisé précisait précisent ajoute ajouté ajoutait annonce annoncé annonçait annoncent \
     indique indiqué indiquait indiquent estime estimé estimait estiment assure assuré assurait souligne souligné soulignait rappelle rappelé rappelait écrit raconte raconté racontait confie confié \
     lance lancé insiste insisté dénonce dénoncé dénoncent critique critiqué accuse accusé reconnaît reconnu admet admis confirme confirmé confirment dément démenti répond répondu réplique rétorque \
     selon prévient prévenu avertit averti promet promis martèle poursuit conclut commente commenté juge jugé regrette regretté déplore déploré réclame réclamé exige évoque évoqué \
     soutient soutenu prétend prétendu résume observe note noté témoigne détaille pense pensent croit espère craint prévoit prévoient rapporte rapporté disent disait révèle révélé",
    "dijo dice dicen dijeron decía dicho afirmó afirma afirman afirmaron afirmado explicó explica explican explicado aseguró asegura aseguran aseguraron asegurado añadió añade agregó señaló señala señalan señalaron \
     señalado indicó indica indican informó informa informaron informado anunció anuncia anunciaron anunciado declaró declara declararon declarado según denunció denuncia denunciaron denunciado reconoció reconoce admitió \
     advirtió advierte advierten subrayó subraya recordó recuerda insistió insiste criticó critica criticaron acusó acusa confirmó confirma confirmaron confirmado negó niega respondió responde replicó escribió escribe contó cuenta \
     sostuvo sostiene sostienen apuntó apunta destacó destaca precisó precisa manifestó expresó expresa comentó comenta consideró considera consideran cree creen espera esperan lamentó lamenta pidió pide piden exigió exige \
     prometió promete reveló revela revelaron concluyó concluye opinó opina detalló relató sentenció reiteró reclamó prevé prevén estima estiman calcula calculan supuestamente presuntamente matizó zanjó",
];

/// Verbs that attribute only with a clause, a quotation or "that" behind them, or a person before them.
pub(super) const UNSURE: [&str; 4] = [
    "found thinks think considered decided backing respond backed believes believe claims claim favor concern promises learned sees expect expects oppose shared explain doubt supports offering identified worry blame aimed favored intended prefer describe unclear skeptical estimates alleged aware threatened preferred convince considering wonder worries encourage say tell feels felt knew wants wanted vowed hope fear remember understand agree note deny insists feared advised adamant",
    "sagen gab sprach nannte nennt rief heißt hieß wies wirft warf teilte teilten kündigte kündigten räumte fügte glauben rechnet rechneten erwartet erwartete gesagt erklärt berichtet betont kritisiert bestätigt begründete urteilte",
    "dit note critique juge lance poursuit pense croit observe annonce cause conclut écrit reconnu admis promis soutenu prévu estime accuse",
    "cuenta espera considera informa denuncia critica esperan recuerda estima precisa expresa calcula destaca concluye cree niega pide promete",
];

/// Nouns after which a clause or quotation is attributed.
pub(super) const NOUNS: [&str; 4] = [
    "statement claim allegation assertion accusation announcement suggestion criticism interview remark tweet testimony speech comment",
    "angaben aussage erklärung mitteilung bericht meinung ansicht einschätzung",
    "déclaration communiqué avis propos",
    "declaraciones comunicado opinión palabras",
];

/// Phrases of several words.
pub(super) const PHRASES: [&[&str]; 4] = [
    &[
        "according to",
        "in the words of",
        "in a statement",
        "is said to",
        "are said to",
        "was quoted as saying",
        "made it clear",
        "made clear",
        "as saying",
        "in an interview",
        "wrote on",
    ],
    &[
        "nach angaben",
        "nach ansicht",
        "nach meinung",
        "nach einschätzung",
        "nach aussage",
        "nach worten",
        "den angaben zufolge",
        "aus sicht",
    ],
    &[
        "d ' après",
        "d ’ après",
        "aux yeux de",
        "aux dires de",
        "de l ' avis de",
        "de l ’ avis de",
        "fait savoir",
        "fait valoir",
    ],
    &[
        "de acuerdo con",
        "en palabras de",
        "en opinión de",
        "a juicio de",
        "en declaraciones a",
        "hizo saber",
        "dio a conocer",
        "puso de manifiesto",
    ],
];

/// Sources without a name.
pub(super) const ANONYMOUS: [&[&str]; 4] = [
    &[
        "sources",
        "a source",
        "one source",
        "insiders",
        "an insider",
        "people familiar with",
        "a person familiar with",
        "those familiar with",
        "officials familiar with",
        "on condition of anonymity",
        "asked not to be named",
        "who declined to be named",
        "spoke anonymously",
        "unnamed",
        "anonymous",
        "critics say",
        "experts say",
        "some say",
        "many say",
        "it is said",
        "observers",
        "analysts say",
        "a person with knowledge of",
        "people close to",
        "a spokesperson",
        "who asked for anonymity",
        "people briefed on",
    ],
    &[
        "insider",
        "kreise",
        "kreisen",
        "aus kreisen",
        "informanten",
        "eine quelle",
        "quellen",
        "ein insider",
        "beobachter",
        "kritiker",
        "experten",
        "der anonym bleiben",
        "namentlich nicht genannt",
        "es heißt",
        "dem vernehmen nach",
        "eingeweihte",
    ],
    &[
        "une source",
        "des sources",
        "sources proches",
        "selon des sources",
        "sous couvert d ' anonymat",
        "sous couvert d ’ anonymat",
        "sous le sceau de l ' anonymat",
        "un proche",
        "des proches",
        "des observateurs",
        "des experts",
        "on dit que",
        "certains disent",
    ],
    &[
        "fuentes",
        "una fuente",
        "según fuentes",
        "bajo condición de anonimato",
        "que pidió el anonimato",
        "observadores",
        "los críticos",
        "los expertos",
        "se dice que",
        "algunos dicen",
        "allegados",
    ],
];

/// Words that make a statement unsure. English: from the MIT word lists of `hedge-words` and `weasels`, cut to what softens a statement of fact.
pub(super) const HEDGES: [&str; 4] = [
    "reportedly allegedly apparently arguably possibly perhaps probably likely presumably supposedly seemingly maybe might could may often sometimes usually generally largely mostly almost virtually \
     practically essentially roughly approximately somewhat fairly relatively partially tends tend seems seem appears appear suggests suggest widely rumored rumoured purportedly ostensibly potentially conceivably",
    "angeblich möglicherweise vielleicht wahrscheinlich vermutlich offenbar anscheinend wohl mutmaßlich könnte könnten dürfte dürften scheint scheinen häufig oft meist weitgehend nahezu praktisch gewissermaßen",
    "apparemment probablement sans-doute peut-être éventuellement vraisemblablement prétendument semble semblent pourrait pourraient souvent parfois généralement presque quasiment",
    "supuestamente presuntamente aparentemente probablemente posiblemente quizá quizás acaso podría podrían parece parecen suele suelen generalmente casi prácticamente",
];

/// Words that claim an extreme, to be checked as such.
pub(super) const SUPERLATIVES: [&str; 4] = [
    "most best worst largest biggest smallest highest lowest greatest longest shortest oldest youngest fastest slowest richest poorest deadliest costliest heaviest strongest weakest hottest coldest wettest driest first last only \
     never always every none all nobody everyone unprecedented unique record world-first",
    "größte größten größter größtes kleinste kleinsten höchste höchsten höchster niedrigste niedrigsten älteste ältesten jüngste jüngsten schnellste schnellsten beste besten schlechteste schlechtesten längste längsten \
     schwerste schwersten meisten teuerste teuersten reichste reichsten einzige einzigen erstmals nie niemals immer alle jeder einmalig beispiellos rekord erste ersten",
    "meilleur meilleure meilleurs pire pires seul seule unique jamais toujours tous toutes aucun aucune inédit inédite premier première record maximal sans-précédent",
    "mejor mejores peor peores mayor mayores menor menores único única jamás nunca siempre todos todas ninguno ninguna inédito inédita récord primer primera",
];

/// Roles under which somebody is spoken of without a name, and heads of names with a role.
pub(super) const ROLES: [&str; 4] = [
    "bank charity club hospital school university airline army navy president minister premier chancellor secretary spokesman spokeswoman spokesperson spokesmen official officials governor mayor senator congressman congresswoman representative lawmaker lawmakers mp director chief chairman chairwoman \
     chair ceo executive founder owner manager head leader leaders analyst analysts economist economists professor researcher researchers scientist scientists expert experts author authors lawyer lawyers attorney prosecutor prosecutors judge court \
     police officer officers sheriff commissioner general colonel captain commander ambassador diplomat diplomats activist activists campaigner candidate nominee coach player captain teacher doctor doctors nurse student farmer resident residents witness \
     witnesses neighbor neighbour mother father brother sister son daughter wife husband man woman driver victim survivor critic critics supporter supporters adviser advisor aide aides strategist pollster correspondent reporter editor columnist journalist king queen \
     prince pope bishop archbishop priest pastor group company firm agency ministry department government administration campaign party committee union association organization organisation report study statement newspaper authorities source sources \
     insider senators democrats republicans investigators historian engineer pilot consultant deputy historian biologist epidemiologist curator chef actor actress singer director writer poet",
    "präsident präsidentin minister ministerin kanzler kanzlerin bundeskanzler bundeskanzlerin sprecher sprecherin chef chefin vorsitzende vorsitzender direktor direktorin leiter leiterin bürgermeister bürgermeisterin oberbürgermeister oberbürgermeisterin landrat richter richterin \
     staatsanwalt staatsanwältin anwalt anwältin polizei behörde ministerium regierung professor professorin forscher forscherin forschern wissenschaftler wissenschaftlerin experte expertin experten ökonom ökonomin analyst \
     autor autorin abgeordnete abgeordneter trainer spieler lehrerin lehrer arzt ärztin unternehmen konzern verband gewerkschaft partei zeuge zeugin bewohner anwohner anwohnerin frau mann ministerpräsident ministerpräsidentin innenminister außenminister finanzminister verteidigungsminister \
     gesundheitsminister außenministerin innenministerin senator senatorin historiker historikerin geschäftsführer geschäftsführerin studie bericht zeitung",
    "président présidente ministre premier chef cheffe directeur directrice maire préfet préfète porte-parole parole procureur procureure juge avocat avocate professeur professeure chercheur chercheuse chercheurs scientifique expert experte experts économiste \
     député députée sénateur sénatrice patron patronne responsable secrétaire entraîneur joueur médecin policier police gouvernement ministère entreprise groupe syndicat association parti témoin habitant habitante voisin voisine mère père homme femme rapport étude journal historien historienne sociologue",
    "presidente presidenta ministro ministra jefe jefa director directora alcalde alcaldesa portavoz fiscal juez jueza abogado abogada profesor profesora investigador investigadora investigadores científico científica experto experta expertos economista \
     diputado diputada senador senadora secretario secretaria entrenador jugador médico médica policía gobierno ministerio empresa grupo sindicato asociación partido testigo vecino vecina madre padre hombre mujer informe estudio diario historiador historiadora consejero consejera líder",
];

/// Pronouns that can speak.
pub(super) const PRONOUNS: [&str; 4] = ["he she they", "er sie", "il elle ils elles", "él ella ellos ellas"];

/// The words in one language.
pub(super) fn words(lists: &[&'static str; 4], tongue: Tongue) -> impl Iterator<Item = &'static str> {
    lists[tongue as usize].split_whitespace()
}
