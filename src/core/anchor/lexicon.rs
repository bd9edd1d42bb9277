//! Small words that turn a statement round: negations, numbers spelt out, and words that start a sentence without being a name.
//!
//! Folded and in lower case. The lists are short on purpose: they decide whether a checker looks again, and a word
//! missed here still shows in the difference.

/// Words that deny. In this order: English (whose contractions end in "n't" and are told by that), German, Dutch, the Romance
/// and Nordic languages, Slavic ones, Greek, Turkish, Arabic, Hebrew; Chinese and Japanese by the letter.
const NEGATIONS: &str = "
    no not never none nobody nothing nowhere neither nor cannot without hardly barely
    nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder niet geen nooit niemand
    niets zonder
    ne pas jamais aucun aucune rien sans ni nunca jamás nadie nada ningún ninguna ninguno sin tampoco não nem
    nenhum nenhuma ninguém sem non mai nessun nessuno nessuna niente senza nu niciodată fără
    ikke ingen intet aldrig aldri uden uten inte inget utan ei eivät ilman
    nigdy bez nikdy не нет ни никогда без ні немає ніколи δεν μη χωρίς değil yok
    لا لم لن ليس ليست غير بدون לא אין בלי
    不 没 沒 無 无 未 非
";

/// Numbers and orders of size spelt out. "One" is left out: it mostly is no number.
const NUMBER_WORDS: &str = "
    zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands
    million millions billion billions trillion trillions dozen dozens half third quarter twice double triple
    percent null zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig
    fünfzig hundert tausend millionen milliarde milliarden billionen prozent doppelt hälfte drittel viertel deux
    trois quatre cinq sept huit neuf dix vingt trente cent mille milliard milliards moitié tiers quart dos tres
    cuatro cinco seis siete ocho nueve diez veinte cien ciento mil millón millones mitad tercio cuarto
";

/// Words that often start a sentence and are no names.
const OPENERS: &str = "
    a an the this that these those it its he his she her they their we our you your i my in on at by for from of
    to with as and but or if when while after before since because although though however there here some many
    most more all each every both such what who which how why where then now also yet so one is are was were has
    have had will would can could may might do does der die das den dem des ein eine einer einem einen dieser
    diese dieses er sie es wir ihr im in am an auf aus bei mit nach von vor zu für und aber oder wenn als wie
    auch doch so le la les un une il elle ils elles on ce cette ces et mais el los las una en y pero o il lo gli
    i e ma
";

/// Beginnings that turn a word into its opposite.
const OPPOSITES: &[&str] = &["un", "in", "im", "il", "ir", "dis", "non", "non-", "nicht", "a"];

/// Whether a folded word denies.
pub(super) fn is_negation(word: &str) -> bool {
    lists(NEGATIONS, word) || word.ends_with("n't")
}

/// Whether one folded word is the other with a beginning that denies it: "legal" and "illegal".
pub(super) fn are_opposites(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    // Shorter words meet by chance: "to" and "into".
    short.chars().count() >= 4 && long.strip_suffix(short).is_some_and(|start| OPPOSITES.contains(&start))
}

/// Whether a folded word is a number or a sign that makes one: digits, numbers spelt out, per cent, currencies.
pub(super) fn is_number(word: &str) -> bool {
    word.chars().any(char::is_numeric)
        || lists(NUMBER_WORDS, word)
        || matches!(word, "%" | "‰" | "€" | "$" | "£" | "¥" | "₹" | "₽" | "₺" | "₩" | "¢")
}

/// Whether a folded word commonly starts a sentence without being a name.
pub(super) fn is_opener(word: &str) -> bool {
    lists(OPENERS, word)
}

fn lists(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|listed| listed == word)
}
