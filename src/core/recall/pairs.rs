//! Words of German and English that stand for each other, for a claim in one and a document in the other.
//!
//! Deliberately small: what checks are about most (health, numbers, state, money, nature). Names, figures and cognates need no list. Written for
//! this program; every pair is `German = English English …`, folded (lower case, no accents).

use rustc_hash::FxHashSet;

use super::{
    tongues::Tongue,
    words::{Word, is_number},
};

/// Parts of a compound are looked up from so many letters on.
const PART_MIN: usize = 5;

const PAIRS: &str = "
abnehmen=weight loss lose; abtreibung=abortion; abwehr=defence immune; akupunktur=acupuncture; allergie=allergy; alter=age older; alzheimer=alzheimer;
anderung=change; anfall=attack seizure; angriff=attack; angst=anxiety fear; anstieg=increase rise; anteil=share proportion; antikorper=antibody antibodies;
anwendung=use application; anzahl=number; arbeit=work labour; arbeitslos=unemployed unemployment; arm=poor arm; armut=poverty; arznei=drug medicine;
arzneimittel=drug medication medicine; arzt=doctor physician; arzte=doctors physicians; asthma=asthma; atem=breath respiratory; atmung=breathing;
aufnahme=intake admission; auge=eye; augen=eyes; ausbruch=outbreak; ausgaben=spending expenditure; auslander=foreigners migrants; auto=car; baby=baby infant;
bakterien=bacteria; bank=bank; bauch=abdominal belly; baum=tree; bedroht=threatened endangered; behandlung=treatment therapy; behandeln=treat treatment;
behorde=authority agency; bein=leg; beleg=evidence; belegt=proven evidence; beobachtung=observation; bericht=report; beschwerden=symptoms complaints;
bestatigt=confirmed; bestrahlung=radiation radiotherapy; betroffene=affected patients; bevolkerung=population; beweis=evidence proof; bewegung=exercise
movement; bier=beer; bild=picture image; blut=blood; blutdruck=blood pressure; bluthochdruck=hypertension blood pressure; blutzucker=blood sugar glucose;
brand=fire; brust=breast chest; brustkrebs=breast cancer; bund=federal; bundes=federal; bundeskanzler=chancellor; burger=citizens; cholesterin=cholesterol;
darm=bowel gut intestinal; darmkrebs=colorectal bowel cancer; daten=data; dauer=duration; demenz=dementia; depression=depression; deutsch=german;
deutschland=germany; diabetes=diabetes; diat=diet; dosis=dose; droge=drug; durchfall=diarrhea diarrhoea; einfluss=influence effect; einkommen=income;
einwanderer=immigrants; eisen=iron; eiweiss=protein; eltern=parents; energie=energy; entzundung=inflammation; erde=earth; erfolg=success; ergebnis=result;
erhoht=increased higher increase; erkaltung=cold common; erkrankung=disease illness; ernahrung=diet nutrition; erwarmung=warming; erwachsene=adults;
essen=eat food eating; essig=vinegar; europa=europe; europaisch=european; falsch=false wrong; familie=family; fasten=fasting; fett=fat; fettleibig=obese
obesity; feuer=fire; fieber=fever; fisch=fish; fleisch=meat; fluchtling=refugee; flugzeug=plane aircraft; forscher=researchers scientists; forschung=research;
frau=woman; frauen=women; fruh=early; fuss=foot; gebaren=birth; geburt=birth delivery; gedachtnis=memory; gefahr=danger risk; gefahrlich=dangerous harmful;
gefasse=vessels vascular; gehirn=brain; geld=money; gelenk=joint; gelenke=joints; gemuse=vegetables; gericht=court; gesellschaft=society; gesetz=law;
gestorben=died; gesund=healthy health; gesundheit=health; gewalt=violence; gewicht=weight; gift=poison toxic; giftig=toxic poisonous; grenze=border limit;
grippe=flu influenza; grun=green; gruntee=green tea; haar=hair; haare=hair; haft=prison; halfte=half; hals=throat neck; haufig=frequent common often;
haushalt=budget household; haut=skin; heilen=cure heal; heilung=healing cure; heilpflanze=herbal plant; helfen=help; hilft=help helps; herz=heart cardiac;
herzinfarkt=heart attack infarction; hilfe=help aid; hirn=brain; hitze=heat; hoch=high; hochwasser=flood; homoopathie=homeopathy; homoopathisch=homeopathic; honig=honey;
hormon=hormone; huste=cough; husten=cough; immunsystem=immune system; impfen=vaccinate vaccine; impfstoff=vaccine; impfung=vaccination vaccine; infektion=infection; inhaltsstoff=ingredient
substance; insulin=insulin; jahr=year; jahrhundert=century; jahrlich=annual yearly; jude=jew; jugendliche=adolescents teenagers; junge=boy young; kaffee=coffee;
kalt=cold; kampf=fight; karies=caries cavities; kartoffel=potato; kind=child; kinder=children; kirche=church; klima=climate; klimawandel=climate change; klinik=clinic hospital;
klinisch=clinical; knie=knee; knoblauch=garlic; knochen=bone; kohle=coal; konzentration=concentration; kopf=head; kopfschmerz=headache; kopfschmerzen=headache headaches;
korper=body; korperlich=physical; kosten=cost costs; kraft=force strength; krankenhaus=hospital; krankenkasse=health insurance; krankheit=disease illness; kraut=herb; krebs=cancer; krebserregend=carcinogenic cancer;
krieg=war; kuh=cow; kunstlich=artificial; kurzfristig=short term; land=country; langfristig=long term; leben=life live; lebenserwartung=life expectancy;
lebensmittel=food; leber=liver; lehrer=teacher; leiden=suffer; leistung=performance; licht=light; linder=relieve; lindern=relieve alleviate; losung=solution; luft=air;
luge=lie; lunge=lung; lungen=lung; lungenentzundung=pneumonia; madchen=girl; magen=stomach gastric; magnesium=magnesium; mandel=tonsil almond; mann=man; manner=men; markt=market; maske=mask; masern=measles;
mauer=wall; medikament=drug medication; medizin=medicine; mehrheit=majority; meer=sea ocean; mensch=human people person; menschen=people humans; messung=measurement; migrane=migraine; milch=milk; million=million;
milliarde=billion; minderheit=minority; mittel=remedy agent; monat=month; mord=murder; mude=tired fatigue; mudigkeit=fatigue; mund=mouth oral; muskel=muscle; mutter=mother; mutze=hat; nachgewiesen=proven demonstrated;
nachrichten=news; nachteil=disadvantage; nachweis=evidence proof detection; nahrung=food; nahrungserganzung=dietary supplement; nahrungserganzungsmittel=dietary supplements supplement; nase=nose nasal; natur=nature;
naturlich=natural; nebenwirkung=side effect adverse; nebenwirkungen=side effects adverse; nerv=nerve; niedrig=low; niere=kidney renal; nutzen=benefit; nutzlich=useful beneficial; nusse=nuts; obst=fruit; offentlich=public; ohr=ear;
ol=oil; operation=surgery operation; opfer=victim; osteoporose=osteoporosis; partei=party; patient=patient; pflanze=plant; pflanzlich=herbal plant; pflege=care nursing; pilz=mushroom fungus; pille=pill; placebo=placebo; polizei=police; praparat=product preparation supplement; prasident=president;
preis=price; probe=sample; prozent=percent; prostata=prostate; psychisch=mental psychological; rauch=smoke; rauchen=smoking smoke; raucher=smokers; recht=law right; reduziert=reduced; regierung=government; regel=rule; reich=rich; rente=pension; rheuma=rheumatism arthritis; richter=judge; rind=beef cattle; risiko=risk;
rucken=back; ruckenschmerz=back pain; ruckenschmerzen=back pain; ruckgang=decline decrease; sauerstoff=oxygen; saugling=infant; sauglinge=infants babies; saure=acid; schaden=damage harm; schadlich=harmful; schiff=ship; schilddruse=thyroid; schlaf=sleep; schlafstorung=insomnia sleep; schlafstorungen=insomnia sleep; schlaganfall=stroke;
schlange=snake; schlecht=bad poor; schmerz=pain; schmerzen=pain; schnupfen=cold rhinitis; schokolade=chocolate; schuld=debt guilt; schulden=debt; schule=school; schuler=pupils students; schutz=protection; schutzen=protect prevent; schutzt=protects protect; schwanger=pregnant; schwangerschaft=pregnancy; schwein=pig pork;
schwer=severe heavy; selen=selenium; senken=reduce lower; senkt=reduces lowers; sicher=safe; sicherheit=safety security; soldat=soldier; sommer=summer; sonne=sun; sonnencreme=sunscreen; spat=late; spende=donation; sport=exercise sport; sprache=language; sprung=jump; spritze=injection; staat=state; stadt=city; stammzelle=stem cell; stark=strong; statistisch=statistical; steigen=increase rise;
sterben=die; sterblichkeit=mortality; steuer=tax; steuern=taxes; stimme=vote voice; stoff=substance; storung=disorder; strahlung=radiation; strasse=road street; stress=stress; strom=electricity power; studie=study trial; studien=studies trials; sturm=storm; symptom=symptom; tablette=tablet pill; tag=day; taglich=daily; tee=tea;
teilnehmer=participants; tier=animal; tiere=animals; tod=death; todesfall=death; todlich=deadly fatal; todesfalle=deaths; tote=dead deaths; trinken=drink drinking; tumor=tumour tumor; ubelkeit=nausea; ubergewicht=overweight obesity; ubertragen=transmit transmitted; umfrage=survey poll; umwelt=environment; unfall=accident; ungeboren=unborn;
universitat=university; unterschied=difference; untersuchung=study examination; ursache=cause; urteil=verdict ruling; vater=father; verbessern=improve; verbessert=improves improved; verboten=banned forbidden; verbot=ban; verbrauch=consumption; verbrechen=crime; verdauung=digestion; vergiftung=poisoning; vergleich=comparison; verhindern=prevent; verhutung=contraception prevention; verlust=loss; vermeiden=avoid; vermindert=reduced; verringern=reduce; verringert=reduces reduced; verursachen=cause; verursacht=causes caused;
verletzung=injury; versicherung=insurance; versuch=trial experiment attempt; vertrag=contract treaty; virus=virus; vitamin=vitamin; vogel=bird; volk=people; vorbeugen=prevent prevention; vorsorge=screening prevention; vorteil=benefit advantage; waffe=weapon gun; wahl=election vote; wahler=voters; wahr=true; wald=forest; warme=heat; warm=warm; wasser=water; wechseljahre=menopause;
wein=wine; welt=world; weltweit=worldwide global; wetter=weather; wiederbelebung=resuscitation; wind=wind; winter=winter; wirkstoff=active ingredient substance; wirksam=effective; wirksamkeit=effectiveness efficacy; wirkt=works effective; wirkung=effect; wirtschaft=economy; wissenschaft=science; wissenschaftler=scientists researchers; woche=week; wohnung=housing apartment; wunde=wound; zahn=tooth dental; zahne=teeth; zecke=tick; zecken=ticks; zeit=time; zeitung=newspaper; zelle=cell; zucker=sugar; zunahme=increase; zusammenhang=association link; zusatz=additive supplement; zweifel=doubt; zwiebel=onion
";

/// The words of a claim, and those that stand for them in the language of the texts.
pub(super) fn with_pairs(wanted: Vec<Word>, claim: Option<&Tongue>, texts: Option<&'static Tongue>) -> Vec<Word> {
    let (Some(from), Some(to)) = (claim, texts) else { return wanted };
    let mut seen: FxHashSet<String> = wanted.iter().map(|word| word.folded.clone()).collect();
    let mut more: Vec<String> = Vec::new();
    for word in wanted.iter().filter(|word| !is_number(&word.folded)) {
        match (from.tag(), to.tag()) {
            ("de", "en") => more.extend(english(word, from)),
            ("en", "de") => more.extend(german(word, from)),
            _ => {}
        }
    }
    more.retain(|word| seen.insert(word.clone()));
    wanted.into_iter().chain(more.into_iter().map(|word| Word::new(word, texts))).collect()
}

fn pairs() -> impl Iterator<Item = (&'static str, std::str::SplitWhitespace<'static>)> {
    PAIRS
        .split(';')
        .filter_map(|pair| pair.split_once('='))
        .map(|(german, english)| (german.trim(), english.split_whitespace()))
}

fn english(word: &Word, from: &Tongue) -> Vec<String> {
    let of = |fits: &dyn Fn(&str) -> bool| -> Vec<String> {
        pairs().filter(|(german, _)| fits(german)).flat_map(|(_, english)| english).map(str::to_owned).collect()
    };
    let whole = of(&|german| german == word.folded);
    let whole = if whole.is_empty() { of(&|german| from.stem(german) == word.stem) } else { whole };
    if !whole.is_empty() {
        return whole;
    }
    // The longest parts that a compound begins and ends with.
    let part = |fits: &dyn Fn(&str) -> bool| {
        pairs()
            .map(|(german, _)| german)
            .filter(|german| german.len() >= PART_MIN && fits(german))
            .max_by_key(|german| german.len())
    };
    let parts = [part(&|german| word.folded.starts_with(german)), part(&|german| word.folded.ends_with(german))];
    let mut found: Vec<String> = parts.into_iter().flatten().flat_map(|part| of(&|german| german == part)).collect();
    found.push(cognate(&word.folded));
    found
}

fn german(word: &Word, from: &Tongue) -> Vec<String> {
    let is_one = |mut english: std::str::SplitWhitespace| english.any(|english| from.stem(english) == word.stem);
    pairs().filter(|(_, english)| is_one(english.clone())).map(|(german, _)| german.to_owned()).collect()
}

/// A German word that came from Latin or Greek as English writes it: `Therapie` and `therapy`, `klinisch` and `clinic`.
fn cognate(word: &str) -> String {
    const ENDS: [(&str, &str); 12] = [
        ("ierungen", "ation"),
        ("ierung", "ation"),
        ("ieren", "ate"),
        ("itaten", "ity"),
        ("itat", "ity"),
        ("ischen", "ic"),
        ("ischer", "ic"),
        ("ische", "ic"),
        ("isch", "ic"),
        ("ien", "y"),
        ("ie", "y"),
        ("enz", "ence"),
    ];
    let end = ENDS.iter().find_map(|(german, english)| Some((word.strip_suffix(german)?, *english)));
    let (start, end) = end.unwrap_or((word, ""));
    format!("{}{end}", start.replace("zi", "ci").replace("ze", "ce").replace('k', "c"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recall::words::telling;

    fn check(claim: &str, from: &str, to: &str, expected: &[&str]) {
        let tongue = |tag| Tongue::of("", tag);
        let found = with_pairs(telling(claim, tongue(from)), tongue(from), tongue(to));
        let found: Vec<&str> = found.iter().map(|word| word.folded.as_str()).collect();
        expected.iter().for_each(|word| assert!(found.contains(word), "{word} for {claim}: {found:?}"));
        if expected.is_empty() {
            assert_eq!(found.len(), telling(claim, tongue(from)).len(), "{found:?}");
        }
    }

    #[test]
    fn words_of_german_have_their_english_ones() {
        check("Impfungen verursachen Krebs", "de", "en", &["vaccination", "cause", "cancer"]);
        check("Lungenkrebspatienten", "de", "en", &["lung"]);
        check("Die Therapie der Infektion ist klinisch", "de", "en", &["therapy", "infection", "clinical"]);
        check("vaccines cause cancer", "en", "de", &["impfstoff", "krebs"]);
        check("Impfungen verursachen Krebs", "de", "de", &[]);
        check("Impfungen verursachen Krebs", "de", "es", &[]);
    }

    #[test]
    fn every_pair_is_folded() {
        for (german, english) in pairs() {
            let all = [german].into_iter().chain(english);
            assert!(
                all.clone().count() > 1 && all.clone().all(|word| word.bytes().all(|b| b.is_ascii_lowercase())),
                "{german}"
            );
        }
    }
}
