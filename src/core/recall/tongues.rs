//! Languages of which the function words and the commonest endings are known.
//!
//! Deliberately small: words of a language that is not here count by their rarity alone, and lose no ending.

use rustc_hash::FxHashSet;
use unicode_segmentation::UnicodeSegmentation;

use super::words::folded;

/// What is known of a language. All words and endings are folded (lower case, no accents).
#[derive(Debug)]
pub(super) struct Tongue {
    /// Its BCP 47 tag.
    tag: &'static str,
    /// Words that say nothing of what a sentence is about.
    function_words: &'static str,
    /// Endings that are cut off, the longest that fits.
    endings: &'static str,
    /// Beginnings that are cut off before.
    beginnings: &'static str,
    /// How many letters must be left.
    left: usize,
    /// How many endings are cut off one after the other.
    rounds: usize,
}

/// How much of a text is read to tell its language, in bytes.
const READ: usize = 20_000;

impl Tongue {
    /// The language of a text, by its function words; where they do not tell, by the tag.
    pub(super) fn of(text: &str, tag: &str) -> Option<&'static Self> {
        let code = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let tagged = TONGUES.iter().find(|tongue| tongue.tag == code);
        let mut end = text.len().min(READ);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let words: Vec<String> = text[..end].unicode_words().map(folded).collect();
        let count = |tongue: &Self| {
            let known = tongue.function_words();
            words.iter().filter(|word| known.contains(word.as_str())).count()
        };
        let mut best = (tagged, tagged.map_or(0, count));
        for tongue in TONGUES {
            let found = count(tongue);
            // Two words of another language may be names.
            if found > best.1 && (tagged.is_none() || found > best.1 * 2 + 2) {
                best = (Some(tongue), found);
            }
        }
        best.0
    }

    /// The language with this tag.
    pub(super) fn tagged(tag: &str) -> Option<&'static Self> {
        TONGUES.iter().find(|tongue| tongue.tag == tag)
    }

    pub(super) fn tag(&self) -> &'static str {
        self.tag
    }

    /// How many of its function words stand in a text.
    pub(super) fn count(&self, text: &str) -> usize {
        let known = self.function_words();
        text.unicode_words().filter(|word| known.contains(folded(word).as_str())).count()
    }

    pub(super) fn function_words(&self) -> FxHashSet<&'static str> {
        self.function_words.split_whitespace().collect()
    }

    /// A folded word without its ending.
    pub(super) fn stem(&self, word: &str) -> String {
        let mut stem = word;
        if let Some(rest) = longest(self.beginnings, |part| stem.strip_prefix(part), self.left) {
            stem = rest;
        }
        for _ in 0..self.rounds {
            let Some(rest) = longest(self.endings, |part| stem.strip_suffix(part), self.left) else { break };
            stem = rest;
        }
        if self.tag == "en" { english_end(stem).to_owned() } else { stem.to_owned() }
    }
}

/// What is left of a word when the longest part that fits is cut off.
fn longest<'a>(parts: &str, cut: impl Fn(&str) -> Option<&'a str>, left: usize) -> Option<&'a str> {
    let rests = parts.split_whitespace().filter_map(cut).filter(|rest| rest.chars().nth(left - 1).is_some());
    rests.min_by_key(|rest| rest.len())
}

/// `state` and `stating`, `happy` and `happier`, `stop` and `stopped` end alike.
fn english_end(stem: &str) -> &str {
    let is_long = stem.len() > 4;
    let stem = if is_long { stem.strip_suffix(['e', 'y', 'i']).unwrap_or(stem) } else { stem };
    let mut ends = stem.chars().rev();
    let is_double =
        stem.len() > 4 && matches!((ends.next(), ends.next()), (Some(a), Some(b)) if a == b && !"ls".contains(a));
    if is_double { &stem[..stem.len() - stem.chars().next_back().map_or(0, char::len_utf8)] } else { stem }
}

#[rustfmt::skip]
const TONGUES: &[Tongue] = &[
    Tongue {
        tag: "en",
        function_words: "a an the and or but if of in on at to for from by with without about as into than then that this these those it its he \
            she they them his her their we us our you your i me my is am are was were be been being do does did doing has have had having \
            will would can could should may might must shall not no nor so too very just also there here what which who whom whose when \
            where why how all any both each few more most other some such only own same don now out up down over under again once during \
            before after above below between through against because while until off further said says say doesn didn isn aren wasn weren \
            won wouldn couldn shouldn hasn haven hadn ve ll re s t d m",
        endings: "ization ational ations ation ated ating ates ate ments ment nesses ness ities ity ings ing edly ed ies es ers er ly s",
        beginnings: "",
        left: 4,
        rounds: 1,
    },
    Tongue {
        tag: "de",
        function_words: "der die das den dem des ein eine einer eines einem einen und oder aber wenn von in im an am auf zu zum zur fur aus bei \
            beim mit ohne uber als wie dass dies diese dieser dieses diesem diesen es er sie ihm ihn ihr ihre ihrer ihren ihrem wir uns unser \
            du dein ich mich mein mir ist sind war waren sein bin bist wird werden wurde wurden worden hat haben hatte hatten kann konnen \
            konnte konnten soll sollte muss mussten darf nicht kein keine keiner so auch nur noch schon da dort hier was welche welcher \
            welches welchen welchem wer wen wem wessen wann wo warum wieso alle jeder jede jedes einige mehr sehr durch gegen um unter vor \
            nach zwischen wahrend bis seit sich man denn doch ja mal nun ob sowie",
        endings: "ungen ung heiten heit keiten keit ischen ische isch lichen liche lich ern em en er es e s n t st",
        beginnings: "",
        left: 4,
        rounds: 1,
    },
    Tongue {
        tag: "fr",
        function_words: "le la les l un une des du de d et ou mais si que qui quoi dont ou a au aux en dans par pour sur sous avec sans ce cet cette \
            ces c il elle ils elles on nous vous je j tu me m te t se s lui leur leurs son sa ses mon ma mes notre votre y est sont etait etaient \
            etre ete a ont avait avaient avoir fait ne n pas plus moins tres aussi comme quand comment pourquoi quel quelle quels quelles qu \
            combien entre depuis apres avant contre tout toute tous toutes autre autres meme deja encore ainsi donc car",
        endings: "issements issement issants issant ements ement ations ation atrices atrice ateurs ateur iques ique ites ite euses euse eux \
            ees ee es ent ant er ez ir e s x",
        beginnings: "",
        left: 4,
        rounds: 1,
    },
    Tongue {
        tag: "es",
        function_words: "el la los las un una unos unas y e o u pero si de del en a al por para con sin sobre como que este esta estos estas ese \
            esa esos esas eso esto aquel lo le les se su sus ella ellos ellas nosotros nos yo me mi tu te es son era eran fue fueron ser sido \
            estan estaba hay ha han habia haber no ni tan muy mas menos ya tambien solo cual cuales quien quienes cuando donde cuanto cuantos \
            cuantas cuanta porque desde hasta entre durante tras todo toda todos todas otro otra otros otras",
        endings: "aciones acion amientos amiento mente ados adas ado ada idos idas ido ida ando iendo ar er ir es os as a o e s",
        beginnings: "",
        left: 4,
        rounds: 1,
    },
    Tongue {
        tag: "it",
        function_words: "il lo la i gli le l un uno una e ed o ma se di del della dei delle dello degli d in nel nella nei nelle a al alla ai alle \
            da dal dalla dai dalle per con su sul sulla sui sulle tra fra come che chi cui quale quali quando dove quanto quanti perche questo \
            questa questi queste quello quella si ci vi ne mi ti lui lei loro noi voi io tu suo sua suoi sue e era erano stato stata essere \
            sono ha hanno aveva avere non piu meno molto anche solo gia ancora tutto tutti tutta tutte altro altri",
        endings: "azioni azione amenti amento mente ati ate ato ata iti ite ito ita ando endo are ere ire i e o a",
        beginnings: "",
        left: 4,
        rounds: 1,
    },
    Tongue {
        tag: "pt",
        function_words: "o a os as um uma uns umas e ou mas se de do da dos das em no na nos nas por pelo pela para com sem sobre como que quem qual \
            quais quando onde quanto quantos porque este esta estes estas esse essa isso isto aquele ao aos ele ela eles elas nos eu me meu \
            minha te seu sua seus suas foi foram era eram ser sido esta estao estava ha tem tinha nao nem mais menos muito tambem so ja ate \
            entre desde durante todo toda todos todas outro outra",
        endings: "acoes acao amentos amento mente ados adas ado ada idos idas ido ida ando endo ar er ir oes es os as a o e s",
        beginnings: "",
        left: 4,
        rounds: 1,
    },
    Tongue {
        tag: "nl",
        function_words: "de het een en of maar als van in op aan te tot voor uit bij met zonder over om dan dat die dit deze wat welke wie waar wanneer \
            waarom hoe hij zij ze het hem haar hun wij we ons je u ik mij mijn zijn is was waren ben bent wordt worden werd werden heeft hebben \
            had hadden kan kunnen kon zal zou moet niet geen zo ook nog al er hier daar alle elke meer zeer door tegen onder na tussen tijdens \
            sinds zich men want toch naar",
        endings: "ingen ing heden heid lijke lijk en er es e s n t",
        beginnings: "",
        left: 4,
        rounds: 1,
    },
    Tongue {
        tag: "tr",
        function_words: "ve veya ile ama ancak fakat icin gibi kadar gore bir bu su o bunlar onlar bunun onun ben sen biz siz ne neden nasil nerede \
            hangi kim kac mi mu da de ki ya hem en daha cok az her hic tum butun olan olarak oldu olduğu oldugu olmak var yok degil ise sonra \
            once bazi kendi tarafindan uzere diye",
        endings: "larindan lerinden larinda lerinde larinin lerinin larini lerini larina lerine lardan lerden larda lerde larin lerin lari leri \
            lar ler sindan sinden sinda sinde sinin sini sina nin nun dan den tan ten dir dur tir tur mis mus digi dugu tigi da de ta te in un yi yu ya ye na ne i u a e",
        beginnings: "",
        left: 4,
        rounds: 2,
    },
    Tongue {
        tag: "ar",
        function_words: "في من على الى عن مع هذا هذه ذلك تلك التي الذي الذين ما ماذا متى اين كيف لماذا كم هل هو هي هم كان كانت يكون تكون ان لا لم لن \
            قد و او ثم كما بين بعد قبل عند حتى كل بعض اي",
        endings: "ها ان ات ون ين يه ية ه ة ي",
        beginnings: "وال بال كال فال ال لل و",
        left: 3,
        rounds: 2,
    },
    Tongue {
        tag: "ru",
        function_words: "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по ее мне было вот от меня о из ему когда даже \
            ну ли если уже или ни быть был была были него до вас нибудь уж вам там потом себя ничего ей может они тут где есть надо ней для мы \
            тебя их чем сам чтоб без чего раз тоже себе под будет ж кто этот это эта эти того потому этого какои какая какие совсем ним здесь \
            этом почти мои тем чтобы нее сколько",
        endings: "иями ями ами иях ях ах ого его ому ему ыми ими ов ев ей ий ый ой ая яя ое ее ые ие ую юю ом ем ам ям ть ла ло ли ет ит а я о е ы и у ю ь",
        beginnings: "",
        left: 4,
        rounds: 1,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, tag: &str, expected: Option<&str>) {
        assert_eq!(Tongue::of(text, tag).map(|tongue| tongue.tag), expected, "{text}");
    }

    #[test]
    fn function_words_tell_the_language() {
        check("The divers have found cracks in two of the piers.", "", Some("en"));
        check("Die Taucher haben Risse in zwei der Pfeiler gefunden.", "", Some("de"));
        check("Die Taucher haben Risse in zwei der Pfeiler gefunden, und das ist nicht alles.", "en", Some("de"));
        check("Los buzos han encontrado grietas en dos de los pilares.", "", Some("es"));
        check("El Niño 2023", "en-GB", Some("en"));
        check("2023", "", None);
    }

    #[test]
    fn inflections_of_a_word_have_one_stem() {
        let check = |tag: &str, words: &str| {
            let tongue = TONGUES.iter().find(|tongue| tongue.tag == tag).unwrap();
            let mut stems: Vec<String> = words.split(' ').map(|word| tongue.stem(&folded(word))).collect();
            stems.dedup();
            assert_eq!(stems.len(), 1, "{stems:?}");
        };
        check("en", "vaccine vaccines vaccinated vaccination");
        check("en", "stopping stopped");
        check("de", "Impfungen Impfung");
        check("de", "Studien Studie");
        check("es", "vacunas vacuna vacunado vacunación");
        check("ar", "الكتاب كتاب");
        check("tr", "evlerinden evlere");
    }
}
