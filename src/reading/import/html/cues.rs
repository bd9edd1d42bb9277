//! Lines that only a site writes, by how they begin or what is in them, in the languages that desks meet most.

use std::sync::LazyLock;

use regex::Regex;

use super::dates;

/// A line in lower case, white space folded, without places where a word may be parted.
pub fn low(text: &str) -> String {
    super::folded(text).replace('\u{ad}', "").to_lowercase()
}

/// How a line begins that points to another page.
const POINTERS: &[&str] = &[
    "read more",
    "read also",
    "read next",
    "read:",
    "see more",
    "see also",
    "also read",
    "also see",
    "also:",
    "related",
    "don't miss",
    "don’t miss",
    "you may also like",
    "you might also like",
    "more from",
    "more on",
    "more:",
    "more about",
    "more stories",
    "more great",
    "more in",
    "more ap",
    "watch:",
    "listen:",
    "click here",
    "recommended",
    "up next",
    "most read",
    "trending",
    "lesen sie auch",
    "lesen sie mehr",
    "lesen sie hier",
    "lesen sie weiter",
    "auch lesen",
    "auch interessant",
    "mehr zum thema",
    "videos zum thema",
    "artikel zum thema",
    "mehr themen",
    "mehr dazu",
    "mehr:",
    "schon gelesen",
    "zum thema",
    "weitere informationen",
    "weitere artikel",
    "weiterlesen",
    "passend dazu",
    "das könnte",
    "das thema könnte",
    "siehe auch",
    "hier geht",
    "empfohlene beiträge",
    "ähnliche artikel",
    "ähnliche beiträge",
    "entdecke weitere",
    "czytaj też",
    "czytaj także",
    "czytaj więcej",
    "zobacz też",
    "zobacz także",
    "dowiedz się więcej",
    "przeczytaj",
    "à lire",
    "lire aussi",
    "voir aussi",
    "sur le même sujet",
    "leia também",
    "você pode gostar",
    "você também pode gostar",
    "leia mais",
    "veja também",
    "saiba mais",
    "lea también",
    "lea más",
    "leer más",
    "ver también",
    "te puede interesar",
    "leggi anche",
    "lees ook",
    "lees meer",
    "puedes ver",
    "mira también",
    "vea también",
    "te recomendamos",
    "читайте также",
    "читайте ещё",
    "читайте подробнее",
    "см. также",
    "läs mer",
    "läs också",
    "les også",
    "læs også",
    "lue myös",
    "čtěte také",
    "čtěte i",
    "citește și",
    "devamını oku",
];

/// Whether a line points to another page: "Read more: …".
pub fn is_pointer(low: &str) -> bool {
    POINTERS.iter().any(|start| low.starts_with(start))
}

/// Whether a line is the pointer and nothing else: "Read more".
pub fn is_whole_pointer(low: &str) -> bool {
    const WHOLE: &[&str] = &[
        "read more",
        "read also",
        "read next",
        "see more",
        "see also",
        "also read",
        "related",
        "related articles",
        "related stories",
        "related content",
        "related topics",
        "related posts",
        "you may also like",
        "you might also like",
        "more stories",
        "more news",
        "click here",
        "recommended",
        "schon gelesen",
        "don't miss",
        "don’t miss",
        "das könnte sie auch interessieren",
        "das könnte dich auch interessieren",
        "auch lesen",
        "recommended stories",
        "up next",
        "most read",
        "trending",
        "trending now",
        "lesen sie auch",
        "lesen sie mehr",
        "auch interessant",
        "mehr zum thema",
        "videos zum thema",
        "artikel zum thema",
        "mehr themen",
        "mehr dazu",
        "zum thema",
        "weitere artikel",
        "weiterlesen",
        "siehe auch",
        "ähnliche artikel",
        "ähnliche beiträge",
        "czytaj też",
        "czytaj także",
        "zobacz też",
        "zobacz także",
        "à lire",
        "à lire aussi",
        "lire aussi",
        "voir aussi",
        "sur le même sujet",
        "leia também",
        "leia mais",
        "veja também",
        "saiba mais",
        "lea también",
        "leer más",
        "ver también",
        "te puede interesar",
        "leggi anche",
        "lees ook",
        "lees meer",
    ];
    WHOLE.contains(&low.trim_end_matches(['.', ':', '!', '?', '…', ' ']))
}

/// Whether a short line can only open what follows an article.
pub fn opens_tail(low: &str) -> bool {
    const WHOLE: &[&str] = &[
        "comments",
        "no comments",
        "leave a comment",
        "leave a reply",
        "post a comment",
        "share this",
        "share this article",
        "related articles",
        "related posts",
        "related stories",
        "about the author",
        "newsletter",
        "advertisement",
        "kommentare",
        "keine kommentare",
        "kommentar schreiben",
        "tags",
        "about us",
        "media contact",
        "pressekontakt",
        "kontakt",
        "contact",
        "disclaimer",
    ];
    static COUNT: LazyLock<Regex> = LazyLock::new(|| regex(r"^\d+ (comments?|replies|kommentare)$"));
    WHOLE.contains(&low) || COUNT.is_match(low)
}

/// Whether a short line heads a list of sources.
pub fn opens_sources(low: &str) -> bool {
    static SOURCES: LazyLock<Regex> = LazyLock::new(|| {
        let patterns = [
            r"(our |more |further |selected |the )?(sources|references|bibliography|works cited|footnotes|endnotes)( and .*)?",
            r"(unsere |weitere |die )?(quellen|quellenangaben|quellenverzeichnis|literatur|einzelnachweise|belege|fußnoten)( und .*)?",
            r"(nos |les )?(sources|références|bibliographie)( et .*)?|(las )?(fuentes|referencias|bibliografía)( y .*)?",
            r"(le )?(fonti|riferimenti|bibliografia)( e .*)?|(as )?(fontes|referências)( e .*)?|źródła|przypisy|bronnen|källor",
            r"referenser|kilder|referanser|lähteet|zdroje|források|kaynaklar|kaynakça|surse|источники|примечания|джерела",
            r"πηγές|出典|参考文献|参考资料|資料來源|참고문헌|出处|المصادر|المراجع|מקורות",
        ];
        regex(&format!("^({})$", patterns.join("|")))
    });
    SOURCES.is_match(low.trim_end_matches([':', '.', ' ']))
}

/// Whether a short link or button calls to subscribe, to sign in, to show what is not shown.
pub fn is_call(low: &str) -> bool {
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        let patterns = [
            r"(subscribe|sign (up|in)|log ?in|register|join|donate|try (it|us)|start (your|a|my)|become a|get (started|access|the app)|support us|show (content|map|video)|accept|unlock)\b",
            r"(jetzt|hier|gratis|kostenlos)? ?(abonnieren|abo|testen|anmelden|registrieren|spenden|mitglied werden|inhalt|inhalte|zum angebot|weiterlesen mit|externen inhalt|freischalten)\b",
            r"(s.abonner|je m.abonne|abonnez|se connecter|s.inscrire|je m.inscris|afficher|accepter|faire un don)\b",
            r"(suscr|regístr|registr|inicia|acced|apoya|abbona|registra|accedi|iscriv|assin|cadastr|entr[ae]r?\b|faça)",
            r"(subskryb|zaloguj|zarejestruj|kup |wykup|prenumer|abonne|word lid|logg|bliv |tilaa|předplat)",
        ];
        any_of("^(", &patterns, ")")
    });
    CALL.is_match(low)
}

/// Whether a line at the end can only be about the text, not of it: rights, credits, where to follow. Such words are in no sentence.
pub fn is_boilerplate(low: &str) -> bool {
    const PARTS: &[&str] = &[
        "©",
        "all rights reserved",
        "riproduzione riservata",
        "無断転載",
        "무단 전재",
        "все права защищены",
        "alle rechte vorbehalten",
        "tous droits réservés",
        "todos los derechos reservados",
        "tutti i diritti riservati",
        "todos os direitos reservados",
        "wszelkie prawa zastrzeżone",
        "contributed to this report",
        "contributed reporting",
        "contributed to this story",
        "contributed to this article",
        "reach the reporter",
        "if you enjoyed this",
        "if you liked this",
        "your inbox",
        "follow @",
        "on twitter @",
        "facebook, twitter",
        "this entry was posted",
        "this post contains",
        "alle angaben ohne gewähr",
        "dieser text entspricht",
        "republished with permission",
        "puede escribirnos",
        "beitragsbild",
        "bildquelle",
    ];
    static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
        let patterns = [
            r"^(follow|like|find|join|listen) .{0,40} (on|to) (our )?(facebook|twitter|instagram|youtube|linkedin)",
            r"^(folge|folgen sie|listen to |follow (us|him|her)\b|like us on|join us on|sign up (for|to)|subscribe\b)",
            r"^(abonnieren|abonnez-vous|assine|suscríbete|subskrypcji|zapisz się)",
            r"^(the |this |a version of this )?(story|article|post|piece|interview|essay|report|column)? ?(was |is )?(first |originally )(appeared|published|posted)\b",
            r"^(additional )?reporting by |^(posted|filed) (in|under)\b|^(copyright|quelle|fotos?|titelbild|bild|autor|von|tags|schlagworte|kategorie|affiliate)\b ?:?",
            r"^(terms of (use|service)|privacy policy|newsletter)\b",
        ];
        any_of("", &patterns, "")
    });
    let start = low.trim_start_matches(|char: char| !char.is_alphanumeric() && char != '©');
    PARTS.iter().any(|part| low.contains(part)) || WHOLE.is_match(start) && !is_figures_after_label(start)
}

/// "von 41 booten": a number after what elsewhere is a label.
fn is_figures_after_label(start: &str) -> bool {
    start.split_whitespace().nth(1).is_some_and(|word| word.starts_with(|char: char| char.is_ascii_digit()))
        && start.starts_with("von ")
}

/// Whether a line at the end speaks as rights, credits and invitations do. Sentences of articles have such words as well: it counts only
/// for what is short, stands apart or carries a link.
pub fn may_be_boilerplate(low: &str) -> bool {
    const PARTS: &[&str] = &[
        "copyright",
        "additional reporting",
        "reporting by",
        "sign up for",
        "sign up to",
        "subscribe",
        "newsletter",
        "follow us",
        "follow him on",
        "follow her on",
        "on twitter at",
        "like us on",
        "join us on",
        "posted in",
        "filed under",
        "filed in",
        "affiliate",
        "originally published",
        "originally appeared",
        "first appeared on",
        "quelle:",
        "foto:",
        "fotos:",
        "bild:",
        "autor:",
        "von:",
        "tags:",
        "kategorie:",
        "terms of use",
        "terms of service",
        "privacy policy",
        "abonnieren",
        "abonnez-vous",
        "assine",
        "suscríbete",
        "subskrypcji",
    ];
    PARTS.iter().any(|part| low.contains(part))
}

/// Whether a short line can only be the site speaking to its reader about the page, wherever it stands: log in, subscribe, load, share.
pub fn is_site_speaking(low: &str) -> bool {
    static SPEAKING: LazyLock<Regex> = LazyLock::new(|| {
        let patterns = [
            r"^\W*(advertisement|advertising|sponsored|anzeigen?|werbung|publicité|publicidad|publicidade|pubblicità|reklama|реклама|annons|annonse|annonce|advertentie|reclame|mainos|ilan|reklam|hirdetés|oglas|διαφήμιση|إعلان|広告|pr|광고|广告|विज्ञापन)\W*( ?[-–:|(].*)?$",
            // What is kept for those who pay.
            r"^(this |dieser |cet? |ce |este |esta |questo |o |il |la |le )?(article|artikel|beitrag|content|contenu|contenido|conteúdo|contenuto|artículo|articolo|text|texto|story)s? (is |ist |est |es |é |è )?(for |nur für |available to |exclusive to |exclusively for |only for |exklusiv für |réservée? (aux|à nos)|exclusivo para|riservato (agli|ai)|reservado (para|a))( our| unsere| los| nos| gli)? ?(subscribers|members|abonnent|abonnés|suscriptores|assinantes|abbonati|mitglieder|.{0,12}plus)",
            r"^(il vous reste|noch|te queda|ti resta|restam?) \d.{0,60}|^残り\d|この記事は有料|有料会員(に|限定)|^(la suite|le reste) .{0,30}(réservée?|abonné)|^der (ganze|vollständige) (artikel|text) .{0,40}(abo|abonnent)",
            r"^(subscribe|register|sign (up|in)|log in|abonnez|abonnieren|jetzt abonnieren|suscríbete|regístrate|inicia sesión|assine|abbonati|accedi|iscriviti) .{0,30}(to )?(keep|continue|read|lire|weiterlesen|zu lesen|seguir|leer|continuar|ler|leggere|continuare)\b",
            r"^(keep|continue) reading( for| with|$)|^¿quieres añadir otro usuario|^si continúas leyendo en este dispositivo",
            r"^(подпи(сывайтесь|шитесь)|читайте нас|следите за) .{0,60}(канал|telegram|телеграм|вконтакте|дзен|нас)|^(suivez|síguenos|sigue|seguici|siga|folgen sie|følg|följ|volg|śledź|obserwuj) .{0,40}(facebook|twitter|instagram|telegram|whatsapp|google|tiktok|youtube|x\b)|^google (news|haberler).{0,20}(abone|follow|folgen)",
            // Players and what is put into a page from elsewhere.
            r"^(du (trenger|behöver|skal bruge)|you need|vous devez|il faut|necesitas|è necessario|musisz|je hebt|voor deze) .{0,50}(javascript|cookies?|cookie-uri|toestemming)|^this (video|content|audio) (can ?not|is not|isn.t) ",
            r"^(veuillez |por favor,? |please |bitte |prosimy )?(accept|acepta|accettare|accetta|aceite|akzeptier|zaakceptuj|activ|attiva|włącz|aktivier|aktiver|slå på|hyväksy) .{0,40}(javascript|cookies?|ciasteczka|informasjonskapsler)",
            r"^(pour (visionner|voir|lire|afficher)|um (diesen|den) .{0,30}(anzusehen|anzuzeigen)|para (ver|visualizar|assistir)|per (vedere|visualizzare)|for å se|för att se|aby (zobaczyć|obejrzeć)) .{0,120}(cookies?|javascript|accepter|zustimm|aceptar|aceitar|accettare|zgod)",
            r"^(the )?(story|article) continues (below|after)|^scroll (down )?to continue|^continue reading below",
            r"^(please |bitte |jetzt |you (must|need to|have to) |sie müssen |to (post|leave|write) a comment,? )?(be )?(log ?in|logged in|sign in|register|eingeloggt|angemeldet|anmelden|einloggen|registrieren|conectați|zaloguj)\b.{0,60}(comment|komment|coment|koment)",
            r"^(sie sind |you are )?(aktuell |derzeit |noch |currently )?(nicht|not) (eingeloggt|angemeldet|logged in)",
            r"^(never|don.t) miss .{0,60}(newsletter|sign|alert)|^(subscribe|abonnieren|(jetzt )?(registrieren|anmelden|abonnieren))$|^subscribe to .{0,60}(more|stories|channel|magazine)|^(möchten sie |willst du )?(den |diesen )?(artikel|beitrag) teilen\??$",
            r"^(please |bitte |jetzt |hier |click here to |get |receive )?(sign(ing)? up|subscribe|abonnier|melden sie sich|anmelden|inscri|suscr|assine|iscriv|zapisz|our |unser|zum )\b?.{0,40}newsletter( |,|\.|!|$)|^sign up (here|now|today)\b|^(jetzt |hier )?(den |der |unser(en)? )?newsletter.{0,30}(anmeld|abonnier|bestell|subscri|sign up)",
            r"^(klick|bitte (klick|aktivier)|mit (einem |dem )?(klick|laden)|zum (anzeigen|laden)|um (den|das|diese[ns]?) .{0,40}(zu laden|anzuzeigen)|please enable|enable javascript|javascript (is|must|ist|muss)|(this|dieser|diese|externer) (content|inhalt|karte|video)).{0,80}(zu laden|anzuzeigen|to load|to view|to display|aktivieren|enable|erlauben|laden|cookies|javascript)",
            r"^(warning|notice|fatal error|deprecated): .* on line \d+",
            r"^(la suite|le reste) .{0,30}après (la|cette) publicité|^(continúa|sigue) .{0,40}publicidad|^(continua|prosegue) dopo la pubblicità|^(dalsza część|ciąg dalszy) .{0,40}reklam|^nach der (anzeige|werbung) geht|^weiter nach der anzeige|^continua depois da publicidade|^artikel(n fortsätter| gaat) .{0,30}(annons|advertentie)",
            r"^(your|ihr|dein|votre|su|tu|o seu|il tuo) (browser|navigateur|navegador) .{0,80}(support|unterstütz|charge|lire|compatible|admite|soporta|video|audio|html5)",
            r"^(to (view|watch|play|see) (this|the) (video|content)|um (dieses|das) video|pour (voir|lire|regarder|afficher|visionner) (cette|ce|la|le) (vidéo|contenu)|para ver (este|el|esse) (v[ií]deo|contenido|conteúdo)).{0,120}",
            r"^an dieser stelle (finden|befindet|steht|wird|werden|ist|sehen) .{0,60}(inhalt|video|karte|beitrag|post)|^(empfohlener|externer) (redaktioneller |externer )?inhalt\b",
            r"^(den |diesen |this )?(artikel|beitrag|seite|article|post|page|story) (jetzt |hier |auf .{0,20} )?(teilen|share)$|^share (this )?(article|page|post|story|on)\b",
            r"^(kommentare|comments|aufrufe|views|hits)( insgesamt| total)?: ?\d+",
            r"^(this|dieser) (post|article|page|site|artikel|beitrag) (contains|may contain|enthält|kann) .{0,60}(affiliate|links?\b|advertising|werbung|provision|commission)",
        ];
        any_of("", &patterns, "")
    });
    SPEAKING.is_match(low)
}

/// Whether a line has the words of a site that speaks to its reader. Sentences of articles have them as well: it counts only for what
/// stands apart, or carries a link, a field or a button.
pub fn may_be_site_speaking(low: &str) -> bool {
    static SPEAKING: LazyLock<Regex> = LazyLock::new(|| {
        let patterns = [
            r"\b(story|article) continues (below|after)|scroll (down )?to continue|continue reading below",
            r"(log ?in|logged in|sign in|register|eingeloggt|angemeldet|anmelden|registrier|connecté|conecta|zalog).{0,60}(comment|komment|coment|koment)",
            r"(nicht|not) (eingeloggt|angemeldet|logged in)",
            r"(sign(ing)? up|subscrib|abonnier|anmeld|inscri|suscr|assin|iscriv|zapisz).{0,60}newsletter|newsletter.{0,60}(sign(ing)? up|subscrib|abonnier|anmeld|inscri|suscr|assin|iscriv|zapisz)|sign up (here|now|today)",
            r"(einverstanden|zustimm|consent|d.accord|acepto|acconsent).{0,80}(inhalte? .{0,20}angezeigt|personenbezogen|third.part|données personnelles|datos personales|dati personali)",
            r"externen? inhalt.{0,80}redaktion|mit einem klick .{0,30}anzeigen",
            r"(button|klick|click|consent|einverständnis|zustimm|javascript|cookies?).{0,80}(zu laden|anzuzeigen|to load|to view this|to display|aktivieren|enable|erlauben)",
            r"^(den |diesen |this )?(artikel|beitrag|seite|article|post|page|story) .{0,30}(teilen|share)",
        ];
        any_of("", &patterns, "")
    });
    SPEAKING.is_match(low)
}

/// The name that a paragraph begins by explaining: "the ferry is a company …".
pub fn portrayed(low: &str) -> Option<&str> {
    static PORTRAIT: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(\S+(?: \S+){0,3}?) (?:is|are|ist|sind|est|es|é|è) (?:an?|the|one of|eine?|der|die|das|une?|una|uma?|le|la|el|il|o) ",
        )
    });
    PORTRAIT.captures(low)?.get(1).map(|name| name.as_str())
}

/// Whether a line at the top can only ask for a subscription or name what the site earns.
pub fn is_offer(low: &str) -> bool {
    static OFFER: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(sign up|subscribe( (to|now|here|today|for)\b|!?$)|abonnier|get (our|the) .{0,40}newsletter|receive (our|the) .{0,40}newsletter)|(earn|receive|get|make)s? .{0,30}commission|affiliate (link|partner|commission|program)",
        )
    });
    OFFER.is_match(low)
}

/// Whether a line at the top has the words of an offer: it counts only where it carries a link, a field or a button.
pub fn may_be_offer(low: &str) -> bool {
    ["newsletter", "sign up", "subscribe", "abonnieren", "affiliate", "commission"]
        .iter()
        .any(|part| low.contains(part))
}

/// Whether a line speaks to its reader: "Help us!", "… and get your offer". In a quotation somebody else is spoken to.
pub fn speaks_to_reader(text: &str) -> bool {
    static READER: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"(?i:\b(you|your|you're|dein|deine|votre|vos|vous|usted|tus|você|sua)\b)|\b(Sie|Ihre?n?|Ihr)\b|!$|^(?i:subscribe|sign up|log ?in|register)",
        )
    });
    !text.contains(['“', '”', '"', '„', '«', '»']) && READER.is_match(text.trim())
}

/// Whether a line is nothing but buttons to pass the page on.
pub fn is_share_bar(low: &str) -> bool {
    const WORDS: &[&str] = &[
        "share",
        "tweet",
        "pin",
        "pint",
        "pinterest",
        "facebook",
        "twitter",
        "x",
        "whatsapp",
        "email",
        "e",
        "mail",
        "print",
        "linkedin",
        "reddit",
        "tumblr",
        "flipboard",
        "messenger",
        "telegram",
        "pocket",
        "copy",
        "link",
        "like",
        "save",
        "teilen",
        "drucken",
        "tweeten",
        "twittern",
        "kommentieren",
        "compartir",
        "imprimir",
        "compartilhar",
        "baixar",
        "partager",
        "imprimer",
        "send",
        "on",
        "by",
        "via",
        "mit",
        "auf",
        "per",
        "more",
        "comments",
        "comment",
        "google",
        "plus",
        "xing",
        "this",
        "article",
        "bei",
        "copied",
        "threema",
        "merken",
    ];
    let words: Vec<&str> = low.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // Numbers count what was shared, beside the name of a button; alone they are scores, cells, years.
    let is_button = |word: &&str| WORDS.contains(word) || word.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = |word: &&str| word.len() > super::thresholds::BUTTON && WORDS.contains(word);
    words.len() < super::thresholds::SHARE_BAR && words.iter().all(is_button) && words.iter().any(is_word)
}

/// Whether a line tells who took a picture, at its start or in brackets at its end.
pub fn is_credit(low: &str) -> bool {
    const STARTS: &[&str] = &[
        "©",
        "(c) ",
        "foto: ",
        "fotos: ",
        "bild: ",
        "photo: ",
        "image: ",
        "photo by ",
        "photos by ",
        "titelbild: ",
        "beitragsbild: ",
        "image credit",
        "photo credit",
        "image copyright",
        "image caption",
        "фото:",
        "zdjęcie:",
        "crédito",
    ];
    const ENDS: &[&str] = &["(image: ", "(photo: ", "(picture: ", "(foto: ", "(bild: ", "(credit: ", "(photo by "];
    let ends_so = || {
        let last = low.rfind('(').map_or("", |at| &low[at..]);
        last.ends_with(')') && ENDS.iter().any(|end| last.starts_with(end))
    };
    const RIGHTS: &[&str] = &[
        "riproduzione riservata",
        "direitos reservados",
        "wszelkie prawa",
        "права защищены",
        "rights reserved",
        "rechte vorbehalten",
        "droits réservés",
        "derechos reservados",
    ];
    let is_notice_of_rights = RIGHTS.iter().any(|rights| low.contains(rights));
    !is_notice_of_rights && (STARTS.iter().any(|start| low.starts_with(start)) || ends_so())
}

/// Whether a short line tells when, or how long it takes to read.
pub fn has_date(low: &str) -> bool {
    const MONTH: &str = "(jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|fev|abr|ago|set|out)";
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        regex(&format!(
            r"\b\d{{1,2}}[./-] ?\d{{1,2}}[./-] ?\d{{2,4}}\b|\b\d{{4}}-\d\d-\d\d\b|\b{MONTH}[a-zä]*\.? \d{{1,2}},? ?\d{{4}}|\b\d{{1,2}}\.? (de )?{MONTH}[a-zäç]*\.?,? (de )?\d{{4}}|\bmin(ute)?s? read\b|\b\d+ minuten? lesezeit|\b\d{{1,2}}:\d{{2}} ?(am|pm|uhr)\b"
        ))
    });
    DATE.is_match(low)
}

/// Whether a short line is a day and hardly anything else: a sentence that names one is none.
pub fn is_date_line(low: &str) -> bool {
    let beside = low.split(|char: char| !char.is_alphanumeric()).filter(|word| word.chars().all(char::is_alphabetic));
    let beside = beside.filter(|word| word.len() > 2 && !LABELS.contains(word)).count();
    let letters = || low.chars().filter(|char| char.is_alphabetic()).count();
    let is_label = || letters() <= super::thresholds::DATE_LETTERS && dates::day_in(low, false).is_some();
    (has_date(low) || is_label()) && !(low.ends_with(['.', '!', '?', '。']) && beside >= super::thresholds::BESIDE_DAY)
}

/// Whether a short line is the name of a letter to readers, or an offer to send one.
pub fn is_letter(low: &str) -> bool {
    static LETTER: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^((our |the |unser |la |le |il |el |a |nuestra |nossa )?(newsletters?|infolettre|nyhetsbrev|nyhedsbrev|boletín|nieuwsbrief|biuletyn|рассылка)|(get|receive) .{0,50}(in|to) your (inbox|email)|(recib|receb|receva|recevez|ricevi|erhalten sie|ontvang|få) ?.{0,60}(correo|e-?mail|inbox|boîte|mail|posteingang|postfach|mailbox))",
        )
    });
    LETTER.is_match(low)
}

/// Words that stand before a day.
const LABELS: &[&str] =
    &["published", "updated", "posted", "last", "stand", "veröffentlicht", "aktualisiert", "uhr", "the"];

/// Whether a line is a byline, as it is printed: names, each with a capital, or a day after a word that announces them.
pub fn is_byline(text: &str) -> bool {
    static BYLINE: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?i:by|von|por|par|di|autor|text|foto)\b:? *(.*)$"));
    static DATED: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?i:posted|published|updated)\b:? *(.*)$"));
    let text = super::folded(text);
    if let Some(parts) = BYLINE.captures(&text) {
        let rest = &parts[1];
        let low = rest.to_lowercase();
        return rest.is_empty() || has_date(&low) || is_names(rest);
    }
    DATED.captures(&text).is_some_and(|parts| {
        let low = parts[1].to_lowercase();
        let starts = ["on ", "at ", "by ", "in ", ":"].iter().any(|start| low.starts_with(start));
        low.is_empty() || has_date(&low) || starts || low.contains(" ago") || low.contains("read")
    })
}

/// Names as a byline has them: no number, hardly a word without a capital.
fn is_names(text: &str) -> bool {
    const SMALL: &[&str] = &[
        "and",
        "und",
        "et",
        "y",
        "e",
        "i",
        "von",
        "van",
        "de",
        "der",
        "den",
        "da",
        "di",
        "du",
        "la",
        "le",
        "for",
        "für",
        "the",
        "of",
        "in",
        "editor",
        "reporter",
        "correspondent",
        "staff",
        "writer",
        "redaktion",
        "dpa",
        "afp",
    ];
    let mut words =
        text.split(|char: char| !char.is_alphanumeric() && !"'’-.".contains(char)).filter(|word| !word.is_empty());
    !text.chars().any(|char| char.is_ascii_digit())
        && words.all(|word| {
            word.starts_with(|char: char| char.is_uppercase()) || SMALL.contains(&word.to_lowercase().as_str())
        })
}

/// One pattern of many. Words end as in ASCII there: with the word ends of Unicode the fast matcher gives up at the first letter beyond ASCII,
/// and the slow one reads the line again, a tenth of the time of a page.
fn any_of(before: &str, patterns: &[&str], after: &str) -> Regex {
    regex(&format!("{before}{}{after}", patterns.join("|")).replace(r"\b", r"(?-u:\b)"))
}

pub fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this program are well formed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_a_sites_lines_from_an_articles() {
        assert!(is_pointer("read more: the mayor answers") && is_pointer("lesen sie auch: der bürgermeister"));
        assert!(!is_pointer("she read more books than anyone"));
        assert!(is_share_bar("facebook twitter 12 mail") && !is_share_bar("facebook said no"));
        assert!(is_boilerplate("follow the ferry on facebook") && !is_boilerplate("the ferry follows the river"));
        assert!(has_date("4 march 2024") && has_date("04.03.2024, 10:00 uhr") && !has_date("in march she left"));
        assert!(is_byline("By Ann Lee") && !is_byline("Bystanders said") && !is_byline("By Monday 41 had died"));
        assert!(is_site_speaking("advertisement") && is_site_speaking("sign up for our daily newsletter"));
        assert!(is_site_speaking("bitte anmelden, um einen kommentar zu schreiben"));
        assert!(!is_site_speaking("the advertisement in the paper cost 400 euros"));
        assert!(
            !is_site_speaking("she shares this view of the article") && !is_site_speaking("share of renters rises")
        );
        assert!(is_credit("the bridge (image: ann lee)") && !is_credit("the bridge (built in 1910)"));
        assert_eq!(portrayed("the ferry is a daily paper"), Some("the ferry"));
        assert_eq!(portrayed("the ferry said that it would be a pity"), None);
        assert!(opens_tail("12 comments") && !opens_tail("comments by the mayor"));
    }
}
