//! Units and currencies: their names in the four languages, their signs, and how many base units each is.

use std::sync::LazyLock;

use super::tongue::Tongue;

/// What a unit measures; only figures of one dimension can be added or converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// Metre.
    Length,
    /// Square metre.
    Area,
    /// Cubic metre.
    Volume,
    /// Kilogram.
    Mass,
    /// Second.
    Duration,
    /// Kelvin or degree, by the name of the unit.
    Temperature,
    /// Metre a second.
    Speed,
    /// Bit.
    Data,
    /// Watt.
    Power,
    /// Joule.
    Energy,
    /// Pascal.
    Pressure,
    /// Hertz.
    Frequency,
    /// Volt, ampere, ohm: by name.
    Electric,
    /// Gray, sievert, becquerel: by name.
    Radiation,
    /// Radian.
    Angle,
    /// Anything else: decibel, people a square kilometre.
    Other,
}

/// A unit.
#[derive(Debug, PartialEq)]
pub struct Unit {
    /// Its English name, singular: "square kilometre".
    pub name: &'static str,
    /// What it measures.
    pub dimension: Dimension,
    /// How many base units it is.
    pub factor: f64,
    /// Its signs, as they are written ("km", "mph").
    pub signs: &'static str,
    names: [&'static str; 4],
}

/// A currency.
#[derive(Debug, PartialEq)]
pub struct Currency {
    /// Its ISO 4217 code; a word of our own for a name that several share ("dollar").
    pub code: &'static str,
    /// Its words and codes, small.
    pub words: &'static str,
    /// How many of the main unit it is: a cent is 0.01.
    pub part: f64,
}

impl Unit {
    /// Names of it in a language, and all its English ones, small, and signs of two letters and more.
    pub(super) fn words(&self, tongue: Tongue) -> Vec<String> {
        let own = self.names[tongue as usize];
        let mut words: Vec<String> = own.split_whitespace().map(str::to_owned).collect();
        if tongue == Tongue::English {
            let plurals: Vec<String> =
                words.iter().filter(|word| !word.ends_with('s')).map(|word| format!("{word}s")).collect();
            words.extend(plurals);
        }
        words.extend(self.signs.split_whitespace().filter(|sign| sign.chars().count() > 1).map(str::to_lowercase));
        words
    }
}

/// All units, prefixes written out.
pub(super) fn all() -> &'static [Unit] {
    static ALL: LazyLock<Vec<Unit>> = LazyLock::new(|| {
        TABLE
            .iter()
            .map(|(name, dimension, factor, signs, names)| Unit {
                name,
                dimension: *dimension,
                factor: *factor,
                signs,
                names: *names,
            })
            .collect()
    });
    &ALL
}

/// The unit that is written like this, case and all: "MW" is no "mW".
pub(super) fn by_sign(sign: &str) -> Option<&'static Unit> {
    static SIGNS: LazyLock<rustc_hash::FxHashMap<&'static str, &'static Unit>> = LazyLock::new(|| {
        all().iter().rev().flat_map(|unit| unit.signs.split_whitespace().map(move |sign| (sign, unit))).collect()
    });
    SIGNS.get(sign).copied()
}

type Row = (&'static str, Dimension, f64, &'static str, [&'static str; 4]);

use Dimension::{
    Angle, Data, Duration, Electric, Energy, Frequency, Length, Mass, Other, Power, Pressure, Radiation, Speed,
    Temperature, Volume,
};

#[rustfmt::skip]
const TABLE: &[Row] = &[
    ("kilometre", Length, 1e3, "km kms", ["kilometre kilometer", "kilometer kilometern", "kilomètre kilomètres", "kilómetro kilómetros"]),
    ("metre", Length, 1.0, "m", ["metre meter", "meter metern", "mètre mètres", "metro metros"]),
    ("decimetre", Length, 0.1, "dm", ["decimetre decimeter", "dezimeter", "décimètre décimètres", "decímetro decímetros"]),
    ("centimetre", Length, 0.01, "cm", ["centimetre centimeter", "zentimeter zentimetern", "centimètre centimètres", "centímetro centímetros"]),
    ("millimetre", Length, 1e-3, "mm", ["millimetre millimeter", "millimeter millimetern", "millimètre millimètres", "milímetro milímetros"]),
    ("micrometre", Length, 1e-6, "µm μm um", ["micrometre micrometer micron", "mikrometer", "micromètre micromètres micron microns", "micrómetro micrómetros micra micras"]),
    ("nanometre", Length, 1e-9, "nm", ["nanometre nanometer", "nanometer", "nanomètre nanomètres", "nanómetro nanómetros"]),
    ("picometre", Length, 1e-12, "pm", ["picometre picometer", "", "", ""]),
    ("attometre", Length, 1e-18, "am", ["attometre attometer", "", "", ""]),
    ("mile", Length, 1609.344, "mi", ["mile", "meile meilen", "mile miles mille_marin", "milla millas"]),
    ("yard", Length, 0.9144, "yd yds", ["yard", "yard yards", "yard yards", "yarda yardas"]),
    ("foot", Length, 0.3048, "ft", ["foot feet", "fuß", "pied pieds", "pie pies"]),
    ("inch", Length, 0.0254, "in", ["inch inches", "zoll", "pouce pouces", "pulgada pulgadas"]),
    ("light year", Length, 9.4607e15, "ly", ["lightyear", "lichtjahr lichtjahre lichtjahren", "", ""]),
    ("hectare", Dimension::Area, 1e4, "ha", ["hectare", "hektar", "hectare hectares", "hectárea hectáreas"]),
    ("acre", Dimension::Area, 4046.8564224, "ac", ["acre", "acre", "acre acres", "acre acres"]),
    ("square metre", Dimension::Area, 1.0, "m2 m² sqm qm", ["", "quadratmeter quadratmetern", "", ""]),
    ("square kilometre", Dimension::Area, 1e6, "km2 km² sqkm qkm", ["", "quadratkilometer quadratkilometern", "", ""]),
    ("square centimetre", Dimension::Area, 1e-4, "cm2 cm²", ["", "quadratzentimeter", "", ""]),
    ("square foot", Dimension::Area, 0.09290304, "sqft ft² ft2", ["", "quadratfuß", "", ""]),
    ("cubic metre", Volume, 1.0, "m3 m³ cbm", ["", "kubikmeter kubikmetern", "", ""]),
    ("cubic kilometre", Volume, 1e9, "km3 km³", ["", "kubikkilometer", "", ""]),
    ("cubic centimetre", Volume, 1e-6, "cm3 cm³ cc ccm", ["", "kubikzentimeter", "", ""]),
    ("hectolitre", Volume, 0.1, "hl", ["hectolitre hectoliter", "hektoliter hektolitern", "hectolitre hectolitres", "hectolitro hectolitros"]),
    ("litre", Volume, 1e-3, "l L", ["litre liter", "liter litern", "litre litres", "litro litros"]),
    ("decilitre", Volume, 1e-4, "dl", ["decilitre deciliter", "deziliter", "", ""]),
    ("centilitre", Volume, 1e-5, "cl", ["centilitre centiliter", "zentiliter", "centilitre centilitres", "centilitro centilitros"]),
    ("millilitre", Volume, 1e-6, "ml mL", ["millilitre milliliter", "milliliter millilitern", "millilitre millilitres", "mililitro mililitros"]),
    ("gallon", Volume, 3.785411784e-3, "gal", ["gallon", "gallone gallonen", "gallon gallons", "galón galones"]),
    ("quart", Volume, 9.46352946e-4, "qt", ["quart", "", "", ""]),
    ("pint", Volume, 4.73176473e-4, "", ["pint", "", "pinte pintes", "pinta pintas"]),
    ("cup", Volume, 2.365882365e-4, "", ["cup cupful", "", "", ""]),
    ("tablespoon", Volume, 1.478676e-5, "tbsp tbsps", ["tablespoon", "esslöffel", "", "cucharada cucharadas"]),
    ("teaspoon", Volume, 4.928922e-6, "tsp tsps", ["teaspoon", "teelöffel", "", "cucharadita cucharaditas"]),
    ("barrel", Volume, 0.158987294928, "bbl", ["barrel", "barrel fass", "baril barils", "barril barriles"]),
    ("bushel", Volume, 3.523907e-2, "", ["bushel", "", "boisseau boisseaux", ""]),
    ("fluid ounce", Volume, 2.95735e-5, "", ["", "", "", ""]),
    ("acre-foot", Volume, 1233.48, "", ["", "", "", ""]),
    ("metric ton", Mass, 1e3, "t", ["tonne", "tonne tonnen", "tonne tonnes", "tonelada toneladas"]),
    ("ton", Mass, 1e3, "", ["ton", "", "", ""]),
    ("kilogram", Mass, 1.0, "kg kgs", ["kilogram kilogramme kilo", "kilogramm kilo kilos", "kilogramme kilogrammes kilo kilos", "kilogramo kilogramos kilo kilos"]),
    ("gram", Mass, 1e-3, "g", ["gram gramme", "gramm", "gramme grammes", "gramo gramos"]),
    ("milligram", Mass, 1e-6, "mg", ["milligram milligramme", "milligramm", "milligramme milligrammes", "miligramo miligramos"]),
    ("microgram", Mass, 1e-9, "µg μg mcg ug", ["microgram", "mikrogramm", "microgramme microgrammes", "microgramo microgramos"]),
    ("nanogram", Mass, 1e-12, "ng", ["nanogram", "nanogramm", "", "nanogramo nanogramos"]),
    ("pound", Mass, 0.45359237, "lb lbs", ["pound", "pfund", "livre", "libra libras"]),
    ("ounce", Mass, 0.028349523125, "oz", ["ounce", "unze unzen", "once onces", "onza onzas"]),
    ("stone", Mass, 6.35029318, "", ["", "", "", ""]),
    ("carat", Mass, 2e-4, "ct", ["carat", "karat", "carat carats", "quilate quilates"]),
    ("dram", Mass, 1.7718452e-3, "", ["dram drachm drachma", "", "", ""]),
    ("quintal", Mass, 100.0, "", ["quintal", "doppelzentner", "quintal quintaux", "quintal quintales"]),
    ("megayear", Duration, 3.15576e13, "Ma Myr", ["", "", "", ""]),
    ("century", Duration, 3.15576e9, "", ["century centuries", "jahrhundert jahrhunderte jahrhunderten", "siècle siècles", "siglo siglos"]),
    ("decade", Duration, 3.15576e8, "", ["decade", "jahrzehnt jahrzehnte jahrzehnten", "décennie décennies", "década décadas"]),
    ("year", Duration, 31_557_600.0, "yr yrs", ["year", "jahr jahre jahren jahres", "an ans année années", "año años"]),
    ("month", Duration, 2_629_800.0, "", ["month mos", "monat monate monaten monats", "mois", "mes meses"]),
    ("fortnight", Duration, 1_209_600.0, "", ["fortnight", "", "", ""]),
    ("week", Duration, 604_800.0, "wk wks", ["week", "woche wochen", "semaine semaines", "semana semanas"]),
    ("night", Duration, 86_400.0, "", ["night", "nacht nächte nächten", "nuit nuits", "noche noches"]),
    ("day", Duration, 86_400.0, "", ["day", "tag tage tagen tages", "jour jours journée journées", "día días"]),
    ("hour", Duration, 3_600.0, "h hr hrs", ["hour", "stunde stunden std", "heure heures", "hora horas"]),
    ("minute", Duration, 60.0, "min mins", ["minute", "minute minuten", "minute minutes", "minuto minutos"]),
    ("second", Duration, 1.0, "s sec secs", ["second", "sekunde sekunden", "seconde secondes", "segundo segundos"]),
    ("millisecond", Duration, 1e-3, "ms", ["millisecond", "millisekunde millisekunden", "milliseconde millisecondes", "milisegundo milisegundos"]),
    ("microsecond", Duration, 1e-6, "µs μs", ["microsecond", "", "", ""]),
    ("nanosecond", Duration, 1e-9, "ns", ["nanosecond", "", "", ""]),
    ("kilometre per hour", Speed, 0.277_777_777_8, "kph kmh", ["", "stundenkilometer stundenkilometern", "", ""]),
    ("mile per hour", Speed, 0.44704, "mph", ["", "", "", ""]),
    ("knot", Speed, 0.514_444, "kn kts kt", ["knot", "knoten", "nœud nœuds", "nudo nudos"]),
    ("bit", Data, 1.0, "b bit bits", ["bit", "bit", "bit bits", "bit bits"]),
    ("byte", Data, 8.0, "B", ["byte", "byte bytes", "octet octets", "byte bytes"]),
    ("kibibyte", Data, 8192.0, "KiB", ["kibibyte", "", "", ""]),
    ("mebibyte", Data, 8_388_608.0, "MiB", ["mebibyte", "", "", ""]),
    ("gibibyte", Data, 8_589_934_592.0, "GiB", ["gibibyte", "", "", ""]),
    ("kilobyte", Data, 8e3, "kB KB", ["kilobyte", "kilobyte", "kilooctet kilooctets", "kilobyte kilobytes"]),
    ("megabyte", Data, 8e6, "MB", ["megabyte", "megabyte", "mégaoctet mégaoctets mo", "megabyte megabytes"]),
    ("gigabyte", Data, 8e9, "GB", ["gigabyte", "gigabyte", "gigaoctet gigaoctets go", "gigabyte gigabytes"]),
    ("terabyte", Data, 8e12, "TB", ["terabyte", "terabyte", "téraoctet téraoctets to", "terabyte terabytes"]),
    ("petabyte", Data, 8e15, "PB", ["petabyte", "", "", ""]),
    ("kilobit", Data, 1e3, "kb kbit Kb", ["kilobit", "", "", ""]),
    ("megabit", Data, 1e6, "Mb Mbit", ["megabit", "megabit", "mégabit mégabits", "megabit megabits"]),
    ("gigabit", Data, 1e9, "Gb Gbit", ["gigabit", "gigabit", "gigabit gigabits", "gigabit gigabits"]),
    ("megabit per second", Data, 1e6, "Mbps", ["", "", "", ""]),
    ("gigabit per second", Data, 1e9, "Gbps", ["", "", "", ""]),
    ("kilobit per second", Data, 1e3, "kbps", ["", "", "", ""]),
    ("pixel", Other, 1.0, "px", ["pixel", "pixel", "pixel pixels", "píxel píxeles"]),
    ("megapixel", Other, 1e6, "MP Mpx", ["megapixel", "megapixel", "mégapixel mégapixels", "megapíxel megapíxeles"]),
    ("milliwatt", Power, 1e-3, "mW", ["milliwatt", "milliwatt", "", ""]),
    ("watt", Power, 1.0, "W", ["watt", "watt", "watt watts", "vatio vatios"]),
    ("kilowatt", Power, 1e3, "kW KW", ["kilowatt", "kilowatt", "kilowatt kilowatts", "kilovatio kilovatios"]),
    ("megawatt", Power, 1e6, "MW", ["megawatt", "megawatt", "mégawatt mégawatts", "megavatio megavatios"]),
    ("gigawatt", Power, 1e9, "GW", ["gigawatt", "gigawatt", "gigawatt gigawatts", "gigavatio gigavatios"]),
    ("terawatt", Power, 1e12, "TW", ["terawatt", "terawatt", "térawatt térawatts", "teravatio teravatios"]),
    ("horsepower", Power, 745.7, "hp bhp", ["horsepower", "ps", "", ""]),
    ("watt hour", Energy, 3600.0, "Wh", ["", "wattstunde wattstunden", "wattheure wattheures", ""]),
    ("kilowatt hour", Energy, 3.6e6, "kWh KWh kwh", ["", "kilowattstunde kilowattstunden", "kilowattheure kilowattheures", ""]),
    ("megawatt hour", Energy, 3.6e9, "MWh", ["", "megawattstunde megawattstunden", "mégawattheure mégawattheures", ""]),
    ("gigawatt hour", Energy, 3.6e12, "GWh", ["", "gigawattstunde gigawattstunden", "gigawattheure gigawattheures", ""]),
    ("terawatt hour", Energy, 3.6e15, "TWh", ["", "terawattstunde terawattstunden", "térawattheure térawattheures", ""]),
    ("joule", Energy, 1.0, "J", ["joule", "joule", "joule joules", "julio julios"]),
    ("joule second", Other, 1.0, "Js", ["", "", "", ""]),
    ("kilojoule", Energy, 1e3, "kJ", ["kilojoule", "kilojoule", "kilojoule kilojoules", "kilojulio kilojulios"]),
    ("megajoule", Energy, 1e6, "MJ", ["megajoule", "", "", ""]),
    ("calorie", Energy, 4184.0, "cal", ["calorie", "kalorie kalorien", "calorie calories", "caloría calorías"]),
    ("kilocalorie", Energy, 4184.0, "kcal", ["kilocalorie", "kilokalorie kilokalorien", "kilocalorie kilocalories", "kilocaloría kilocalorías"]),
    ("electronvolt", Energy, 1.602e-19, "eV", ["electronvolt", "elektronenvolt", "", ""]),
    ("kiloelectronvolt", Energy, 1.602e-16, "keV", ["", "", "", ""]),
    ("megaelectronvolt", Energy, 1.602e-13, "MeV", ["", "", "", ""]),
    ("gigaelectronvolt", Energy, 1.602e-10, "GeV", ["", "", "", ""]),
    ("teraelectronvolt", Energy, 1.602e-7, "TeV", ["", "", "", ""]),
    ("british thermal unit", Energy, 1055.06, "BTU BTUs", ["btu", "", "", ""]),
    ("pascal", Pressure, 1.0, "Pa", ["pascal", "pascal", "pascal pascals", "pascal pascales"]),
    ("hectopascal", Pressure, 100.0, "hPa", ["hectopascal", "hektopascal", "hectopascal hectopascals", "hectopascal hectopascales"]),
    ("kilopascal", Pressure, 1e3, "kPa", ["kilopascal", "", "", ""]),
    ("megapascal", Pressure, 1e6, "MPa", ["megapascal", "", "", ""]),
    ("bar", Pressure, 1e5, "", ["", "bar", "", ""]),
    ("millibar", Pressure, 100.0, "mbar mb", ["millibar", "millibar", "millibar millibars", "milibar milibares"]),
    ("psi", Pressure, 6894.757, "psi", ["", "", "", ""]),
    ("hertz", Frequency, 1.0, "Hz", ["hertz", "hertz", "hertz", "hercio hercios"]),
    ("kilohertz", Frequency, 1e3, "kHz", ["kilohertz", "kilohertz", "", "kilohercio kilohercios"]),
    ("megahertz", Frequency, 1e6, "MHz", ["megahertz", "megahertz", "mégahertz", "megahercio megahercios"]),
    ("gigahertz", Frequency, 1e9, "GHz", ["gigahertz", "gigahertz", "gigahertz", "gigahercio gigahercios"]),
    ("volt", Electric, 1.0, "V", ["volt", "volt", "volt volts", "voltio voltios"]),
    ("millivolt", Electric, 1e-3, "mV", ["millivolt", "", "", ""]),
    ("kilovolt", Electric, 1e3, "kV", ["kilovolt", "kilovolt", "kilovolt kilovolts", "kilovoltio kilovoltios"]),
    ("ampere", Electric, 1.0, "A", ["ampere amp", "ampere", "ampère ampères", "amperio amperios"]),
    ("milliampere", Electric, 1e-3, "mA", ["milliamp milliampere", "", "", ""]),
    ("ampere hour", Electric, 1.0, "Ah", ["", "", "", ""]),
    ("milliampere hour", Electric, 1e-3, "mAh", ["", "", "", ""]),
    ("ohm", Electric, 1.0, "Ω", ["ohm", "ohm", "ohm ohms", "ohmio ohmios"]),
    ("gray", Radiation, 1.0, "Gy", ["", "", "", ""]),
    ("milligray", Radiation, 1e-3, "mGy", ["milligray", "", "", ""]),
    ("sievert", Radiation, 1.0, "Sv", ["sievert", "sievert", "sievert sieverts", "sievert sieverts"]),
    ("millisievert", Radiation, 1e-3, "mSv", ["millisievert", "millisievert", "millisievert millisieverts", "milisievert milisieverts"]),
    ("microsievert", Radiation, 1e-6, "µSv μSv", ["microsievert", "mikrosievert", "", "microsievert microsieverts"]),
    ("becquerel", Radiation, 1.0, "Bq", ["becquerel", "becquerel", "becquerel becquerels", "becquerelio becquerelios"]),
    ("radian", Angle, 1.0, "rad", ["radian", "", "", ""]),
    ("turn", Angle, std::f64::consts::TAU, "", ["", "", "", ""]),
    ("decibel", Other, 1.0, "dB db", ["decibel", "dezibel", "décibel décibels", "decibelio decibelios"]),
    ("newton", Other, 1.0, "N", ["newton", "newton", "newton newtons", "newton newtons"]),
    ("newton metre", Other, 1.0, "Nm", ["", "newtonmeter", "", ""]),
    ("lumen", Other, 1.0, "lm", ["lumen", "lumen", "", ""]),
    ("candela second", Other, 1.0, "cds", ["", "", "", ""]),
    ("mole", Other, 1.0, "mol", ["", "mol", "", ""]),
    ("revolution per minute", Frequency, 1.0 / 60.0, "rpm", ["", "", "", ""]),
    ("part per million", Other, 1e-6, "ppm", ["", "", "", ""]),
    ("part per billion", Other, 1e-9, "ppb", ["", "", "", ""]),
    ("ton per day", Other, 1.0, "tpd", ["", "", "", ""]),
    ("kelvin", Temperature, 1.0, "K", ["kelvin", "kelvin", "kelvin", "kelvin"]),
];

#[rustfmt::skip]
/// Currencies by word and code; those of one name stand under a name of our own unless a country is named.
pub(super) const CURRENCIES: &[Currency] = &[
    Currency { code: "USD", words: "usd us$", part: 1.0 },
    Currency { code: "dollar", words: "dollar dollars buck bucks dólar dólares", part: 1.0 },
    Currency { code: "EUR", words: "eur euro euros", part: 1.0 },
    Currency { code: "GBP", words: "gbp sterling quid", part: 1.0 },
    Currency { code: "pound", words: "pound pounds pfund livre livres libra libras", part: 1.0 },
    Currency { code: "penny", words: "pence penny pennies", part: 0.01 },
    Currency { code: "cent", words: "cent cents centime centimes céntimo céntimos centavo centavos", part: 0.01 },
    Currency { code: "JPY", words: "jpy yen yens", part: 1.0 },
    Currency { code: "CNY", words: "cny rmb yuan yuans renminbi kuai yuanes", part: 1.0 },
    Currency { code: "CNY jiao", words: "mao jiao", part: 0.1 },
    Currency { code: "CHF", words: "chf", part: 1.0 },
    Currency { code: "franc", words: "franc francs franken franco francos", part: 1.0 },
    Currency { code: "rappen", words: "rappen", part: 0.01 },
    Currency { code: "CAD", words: "cad", part: 1.0 },
    Currency { code: "AUD", words: "aud", part: 1.0 },
    Currency { code: "NZD", words: "nzd", part: 1.0 },
    Currency { code: "HKD", words: "hkd", part: 1.0 },
    Currency { code: "SGD", words: "sgd", part: 1.0 },
    Currency { code: "TWD", words: "twd", part: 1.0 },
    Currency { code: "MXN", words: "mxn", part: 1.0 },
    Currency { code: "BRL", words: "brl real reais reales reals réal réais", part: 1.0 },
    Currency { code: "RUB", words: "rub ruble rubles rouble roubles rubel rublo rublos", part: 1.0 },
    Currency { code: "UAH", words: "uah hryvnia hryvnias hrywnja hrywna grivna grivnas", part: 1.0 },
    Currency { code: "PLN", words: "pln zloty zlotys złoty zlotych", part: 1.0 },
    Currency { code: "CZK", words: "czk koruna korunas", part: 1.0 },
    Currency { code: "HUF", words: "huf forint forints", part: 1.0 },
    Currency { code: "RON", words: "leu lei", part: 1.0 },
    Currency { code: "BGN", words: "bgn leva", part: 1.0 },
    Currency { code: "SEK", words: "sek", part: 1.0 },
    Currency { code: "NOK", words: "nok", part: 1.0 },
    Currency { code: "DKK", words: "dkk", part: 1.0 },
    Currency { code: "ISK", words: "isk", part: 1.0 },
    Currency { code: "krone", words: "krone krona kronor kroner kronen couronne couronnes corona coronas", part: 1.0 },
    Currency { code: "TRY", words: "lira liras lire", part: 1.0 },
    Currency { code: "INR", words: "inr", part: 1.0 },
    Currency { code: "rupee", words: "rupee rupees rupie rupien roupie roupies rupia rupias", part: 1.0 },
    Currency { code: "paisa", words: "paisa paise", part: 0.01 },
    Currency { code: "IDR", words: "idr rupiah rupiahs", part: 1.0 },
    Currency { code: "MYR", words: "myr ringgit ringgits", part: 1.0 },
    Currency { code: "sen", words: "", part: 0.01 },
    Currency { code: "PHP", words: "php", part: 1.0 },
    Currency { code: "THB", words: "thb baht bahts", part: 1.0 },
    Currency { code: "VND", words: "vnd dong dongs", part: 1.0 },
    Currency { code: "KRW", words: "krw won wons", part: 1.0 },
    Currency { code: "LAK", words: "lak kip kips", part: 1.0 },
    Currency { code: "peso", words: "peso pesos", part: 1.0 },
    Currency { code: "ARS", words: "ars", part: 1.0 },
    Currency { code: "CLP", words: "clp", part: 1.0 },
    Currency { code: "COP", words: "", part: 1.0 },
    Currency { code: "PEN", words: "soles", part: 1.0 },
    Currency { code: "CRC", words: "crc colón colones colon colons", part: 1.0 },
    Currency { code: "VES", words: "bolívar bolívares bolivar bolivars", part: 1.0 },
    Currency { code: "GTQ", words: "quetzal quetzales quetzals", part: 1.0 },
    Currency { code: "ZAR", words: "zar rand", part: 1.0 },
    Currency { code: "NGN", words: "ngn naira nairas", part: 1.0 },
    Currency { code: "GHS", words: "ghs cedi cedis", part: 1.0 },
    Currency { code: "shilling", words: "kes shilling shillings schilling", part: 1.0 },
    Currency { code: "ETB", words: "etb birr birrs", part: 1.0 },
    Currency { code: "EGP", words: "egp", part: 1.0 },
    Currency { code: "dinar", words: "dinar dinars dinare dinares", part: 1.0 },
    Currency { code: "dirham", words: "aed dirham dirhams dírham dírhams", part: 1.0 },
    Currency { code: "SAR", words: "sar riyal riyals rial rials", part: 1.0 },
    Currency { code: "ILS", words: "ils nis shekel shekels schekel", part: 1.0 },
    Currency { code: "AFN", words: "afn afghani afghanis", part: 1.0 },
    Currency { code: "BDT", words: "bdt taka takas", part: 1.0 },
    Currency { code: "PKR", words: "pkr", part: 1.0 },
    Currency { code: "KZT", words: "kzt tenge", part: 1.0 },
    Currency { code: "MNT", words: "mnt tugrik tugriks", part: 1.0 },
    Currency { code: "GEL", words: "gel lari", part: 1.0 },
    Currency { code: "MMK", words: "mmk kyat kyats", part: 1.0 },
    Currency { code: "KHR", words: "khr riel riels", part: 1.0 },
    Currency { code: "MOP", words: "mop pataca patacas", part: 1.0 },
    Currency { code: "BTC", words: "btc bitcoin bitcoins", part: 1.0 },
    Currency { code: "satoshi", words: "satoshi satoshis", part: 1e-8 },
    Currency { code: "ETH", words: "ether", part: 1.0 },
    Currency { code: "DEM", words: "deutschmark deutschmarks", part: 1.0 },
    Currency { code: "peseta", words: "peseta pesetas", part: 1.0 },
];

#[rustfmt::skip]
/// Signs of currencies, and the code of each.
pub(super) const SIGNS: &[(char, &str)] = &[
    ('$', "dollar"), ('€', "EUR"), ('£', "pound"), ('¥', "JPY"), ('￥', "JPY"), ('₹', "rupee"), ('₽', "RUB"), ('₩', "KRW"), ('₺', "TRY"), ('₴', "UAH"), ('₿', "BTC"),
    ('₡', "CRC"), ('₭', "LAK"), ('₫', "VND"), ('₦', "NGN"), ('₱', "PHP"), ('₪', "ILS"), ('₮', "MNT"), ('₲', "PYG"), ('₵', "GHS"), ('₸', "KZT"), ('฿', "THB"),
    ('¢', "cent"), ('₨', "rupee"), ('៛', "KHR"), ('₼', "AZN"), ('₾', "GEL"), ('৳', "BDT"), ('﷼', "SAR"), ('؋', "AFN"), ('₠', "EUR"),
];

#[rustfmt::skip]
/// What stands before "$" or a word to say whose: "us $", "c$", "Mex$", "kanadische Dollar".
pub(super) const WHOSE: &[(&str, &str)] = &[
    ("us", "USD"), ("u.s.", "USD"), ("usd", "USD"), ("american", "USD"), ("c", "CAD"), ("ca", "CAD"), ("cad", "CAD"), ("canadian", "CAD"), ("can", "CAD"), ("a", "AUD"), ("au", "AUD"),
    ("aud", "AUD"), ("aus", "AUD"), ("australian", "AUD"), ("nz", "NZD"), ("nzd", "NZD"), ("hk", "HKD"), ("hkd", "HKD"), ("s", "SGD"), ("sg", "SGD"), ("sgd", "SGD"),
    ("singapore", "SGD"), ("nt", "TWD"), ("taiwan", "TWD"), ("mex", "MXN"), ("mx", "MXN"), ("mxn", "MXN"), ("mexican", "MXN"), ("r", "BRL"), ("brl", "BRL"), ("brazilian", "BRL"),
    ("ar", "ARS"), ("argentine", "ARS"), ("argentinian", "ARS"), ("chilean", "CLP"), ("colombian", "COP"), ("british", "GBP"), ("egyptian", "EGP"), ("turkish", "TRY"),
    ("chinese", "CNY"), ("japanese", "JPY"), ("swiss", "CHF"), ("indian", "INR"), ("pakistani", "PKR"), ("russian", "RUB"), ("swedish", "SEK"), ("norwegian", "NOK"), ("danish", "DKK"),
    ("icelandic", "ISK"), ("czech", "CZK"), ("philippine", "PHP"), ("hong_kong", "HKD"), ("schweizer", "CHF"), ("kanadische", "CAD"), ("rd", "DOP"), ("cl", "CLP"), ("col", "COP"),
];

/// The currency of a code.
pub(super) fn currency(code: &str) -> Option<&'static Currency> {
    static OTHER: LazyLock<Vec<Currency>> =
        LazyLock::new(|| ["PYG", "AZN", "DOP", "EGP"].map(|code| Currency { code, words: "", part: 1.0 }).into());
    CURRENCIES.iter().chain(OTHER.iter()).find(|currency| currency.code == code)
}

impl Dimension {
    /// One small word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Area => "area",
            Self::Volume => "volume",
            Self::Mass => "mass",
            Self::Duration => "duration",
            Self::Temperature => "temperature",
            Self::Speed => "speed",
            Self::Data => "data",
            Self::Power => "power",
            Self::Energy => "energy",
            Self::Pressure => "pressure",
            Self::Frequency => "frequency",
            Self::Electric => "electricity",
            Self::Radiation => "radiation",
            Self::Angle => "angle",
            Self::Other => "measure",
        }
    }
}
