//! The languages in which figures are read, and which of them a text is in when nobody says.

/// A language whose figures are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tongue {
    /// English, and whatever is none of the others.
    #[default]
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
}

/// Words that are common in one of the languages and rare in the others.
const TYPICAL: [(Tongue, &str); 4] = [
    (
        Tongue::English,
        "the of and to is was were that for with by from at it has have had are be this which their they said more than about its not who \
         people years year been will would after over under percent per cents fell million by about tonnes between i you he she his \
         her we my our there before last next how what when where convert give show cost costs a an half point quarter",
    ),
    (
        Tongue::German,
        "der die das und den dem des ein eine einen einer eines ist sind war waren wurde wurden mit von vom zu zum zur auf für im am nicht sich auch \
         bei nach aus als über unter rund etwa mehr mindestens jahr jahre jahren prozent millionen milliarden euro uhr menschen seit wird werden hat \
         haben hatte zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig hundert tausend laut knapp bis sie er es wie um hälfte drittel viertel \
         personen kinder grad tonnen kilometer meter prozentpunkte januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag",
    ),
    (
        Tongue::French,
        "le la les des du et est une dans a le pour sur par avec aux au ce cette ces ont été qui que plus selon près environ moins entre ans an année années \
         sont pas il elle ils leur son sa ses deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt cent cents mille milliard milliards \
         euros heures h d l n s qu jusqu pourcent tiers quart moitié habitants personnes degrés tonnes kilomètres mètres janvier février mars avril juin juillet \
         août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche depuis était étaient âgé âgée soit un",
    ),
    (
        Tongue::Spanish,
        "el los las del y en una por con para se su sus al lo como más unos unas según fue fueron han ha son está entre años año desde hasta millones \
         millón mil ciento cien euros dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta cuarenta cincuenta doscientos \
         personas grados toneladas kilómetros metros mitad tercio tercios cuarto enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre \
         lunes martes miércoles jueves viernes sábado domingo menos cada casi unos tiene pesos dólares puntos de que la un a",
    ),
];

impl Tongue {
    /// The language of this tag ("de", "de-AT"); `None` for one whose figures are not read by rules of its own.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let main = tag.split(['-', '_']).next().unwrap_or_default();
        [("en", Self::English), ("de", Self::German), ("fr", Self::French), ("es", Self::Spanish)]
            .into_iter()
            .find_map(|(name, tongue)| main.eq_ignore_ascii_case(name).then_some(tongue))
    }

    /// What the words of a text look like; English when nothing tells. Looks at the first 8,000 bytes.
    #[must_use]
    pub fn guess(text: &str) -> Self {
        use std::sync::LazyLock;
        static VOTES: LazyLock<rustc_hash::FxHashMap<String, [u8; 4]>> = LazyLock::new(|| {
            let mut votes = rustc_hash::FxHashMap::<String, [u8; 4]>::default();
            for (tongue, words) in TYPICAL {
                for word in words.split_whitespace() {
                    votes.entry(word.to_owned()).or_default()[tongue as usize] = 1;
                }
            }
            for (tongue, _) in TYPICAL {
                for (word, _) in super::number_words::terms(tongue) {
                    votes.entry(word).or_default()[tongue as usize] = 1;
                }
            }
            votes
        });
        let head = &text[..text.floor_char_boundary(8000)];
        let mut counts = [0_u32; 4];
        for word in head.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            let lower = word.to_lowercase();
            if let Some(votes) = VOTES.get(lower.as_str()) {
                let shares: u8 = votes.iter().sum();
                for (count, vote) in counts.iter_mut().zip(votes) {
                    *count += u32::from(*vote) * 12 / u32::from(shares.max(1));
                }
            }
            if lower.len() > 3 {
                let ends = |ends: &[&str]| u32::from(ends.iter().any(|end| lower.ends_with(end)));
                counts[1] += ends(&["en", "ung", "er", "eit"]);
                counts[2] += ends(&["e", "es", "ez", "eur", "ent"]);
                counts[3] += 2 * ends(&["o", "a", "os", "as"]);
            }
            let letters = lower.chars().fold([0_u32; 4], |mut sum, c| {
                match c {
                    'ß' | 'ä' | 'ö' => sum[1] += 3,
                    'ü' => sum[1] += 2,
                    'è' | 'ê' | 'à' | 'ç' | 'œ' | 'û' | 'î' => sum[2] += 3,
                    'ñ' => sum[3] += 4,
                    'í' | 'ó' | 'ú' | 'á' => sum[3] += 2,
                    'é' => {
                        sum[2] += 2;
                        sum[3] += 1;
                    }
                    _ => {}
                }
                sum
            });
            counts.iter_mut().zip(letters).for_each(|(count, more)| *count += more);
        }
        let best = (0..4).rev().max_by_key(|i| counts[*i]).unwrap_or(0);
        if counts[best] == 0 { Self::English } else { [Self::English, Self::German, Self::French, Self::Spanish][best] }
    }
}
