//! The whole project as JSON with what readers would otherwise have to count, written as it is read: a part is never in memory
//! a second time, so that the largest project can be exported.
//!
//! The fields are those that the parts write themselves. Some are written in place of theirs, and some are added behind.

use std::sync::Arc;

use serde::{
    Serialize, Serializer,
    ser::{Error, Impossible, SerializeMap, SerializeStruct},
};

use crate::model::{Anchor, Article, Claim, Evidence, Mark, Source, Version};

use super::Lookup;

/// The whole project.
pub(super) struct Whole<'a> {
    pub lookup: &'a Lookup<'a>,
    /// The fields to leave out.
    pub without: &'a [&'a str],
}

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { lookup, without } = self;
        let project = lookup.project;
        let mut map = serializer.serialize_map(None)?;
        fields(project.parts(), &mut map, |field, map| {
            match field {
                _ if without.contains(&field) => {}
                "articles" => map.serialize_entry(field, &told(lookup, project.articles()))?,
                "sources" => map.serialize_entry(field, &told(lookup, project.sources()))?,
                "claims" => map.serialize_entry(field, &told(lookup, project.claims()))?,
                _ => return Ok(Field::AsItIs),
            }
            Ok(Field::Written)
        })?;
        map.end()
    }
}

/// A part of the project with what readers would otherwise have to count.
pub(super) fn told<'a, T: ?Sized>(lookup: &'a Lookup<'a>, part: &'a T) -> Told<'a, T> {
    Told { lookup, part }
}

/// See [`told`].
pub(super) struct Told<'a, T: ?Sized> {
    lookup: &'a Lookup<'a>,
    part: &'a T,
}

impl<'a, T> Serialize for Told<'a, [T]>
where
    Told<'a, T>: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.part.iter().map(|part| told(self.lookup, part)))
    }
}

impl<'a, T> Serialize for Told<'a, Arc<T>>
where
    Told<'a, T>: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        told(self.lookup, self.part.as_ref()).serialize(serializer)
    }
}

impl Serialize for Told<'_, Article> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        with_versions(self, &self.part.versions, serializer)
    }
}

impl Serialize for Told<'_, Source> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        with_versions(self, &self.part.versions, serializer)
    }
}

/// A part whose versions are told with their texts.
fn with_versions<S: Serializer, T: Serialize>(
    told_part: &Told<'_, T>,
    versions: &[Arc<Version>],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    fields(told_part.part, &mut map, |field, map| match field {
        "versions" => written(map, field, &told(told_part.lookup, versions)),
        _ => Ok(Field::AsItIs),
    })?;
    map.end()
}

impl Serialize for Told<'_, Version> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        fields(self.part, &mut map, |_, _| Ok(Field::AsItIs))?;
        map.serialize_entry("text", self.part.text().as_ref())?;
        map.end()
    }
}

impl Serialize for Told<'_, Claim> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { lookup, part: claim } = self;
        let mut map = serializer.serialize_map(None)?;
        fields(*claim, &mut map, |field, map| match field {
            "marks" => written(map, field, &told(lookup, claim.marks.as_slice())),
            "evidence" => written(map, field, &told(lookup, claim.evidence.as_slice())),
            _ => Ok(Field::AsItIs),
        })?;
        map.serialize_entry("quote", &claim.quote())?;
        let vouched = lookup.vouched(claim);
        map.serialize_entry("standing", vouched.label())?;
        if let Some(words) = vouched.older_words() {
            map.serialize_entry("checked_words", words)?;
        }
        map.end()
    }
}

impl Serialize for Told<'_, Evidence> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        fields(self.part, &mut map, |field, map| match (field, &self.part.mark) {
            ("mark", Some(mark)) => written(map, field, &told(self.lookup, mark)),
            _ => Ok(Field::AsItIs),
        })?;
        map.end()
    }
}

impl Serialize for Told<'_, Mark> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        fields(self.part, &mut map, |field, map| match field {
            "anchor" => written(map, field, &told(self.lookup, &self.part.anchor)),
            _ => Ok(Field::AsItIs),
        })?;
        map.end()
    }
}

impl Serialize for Told<'_, Anchor> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        fields(self.part, &mut map, |_, _| Ok(Field::AsItIs))?;
        if let Some(chars) = self.lookup.chars(self.part) {
            map.serialize_entry("start", &chars.start)?;
            map.serialize_entry("end", &chars.end)?;
        }
        map.end()
    }
}

/// What became of a field.
enum Field {
    /// Something was written in its place, or nothing.
    Written,
    /// It is written as the part writes it.
    AsItIs,
}

fn written<M: SerializeMap>(map: &mut M, field: &'static str, value: &impl Serialize) -> Result<Field, M::Error> {
    map.serialize_entry(field, value)?;
    Ok(Field::Written)
}

/// Writes the fields of a struct into `map`, each as `write` says.
fn fields<M: SerializeMap>(
    part: &impl Serialize,
    map: &mut M,
    write: impl FnMut(&'static str, &mut M) -> Result<Field, M::Error>,
) -> Result<(), M::Error> {
    part.serialize(Fields { map, write })
}

/// Takes a struct apart into the entries of a map.
struct Fields<'m, M, W> {
    map: &'m mut M,
    write: W,
}

impl<M: SerializeMap, W: FnMut(&'static str, &mut M) -> Result<Field, M::Error>> SerializeStruct for Fields<'_, M, W> {
    type Ok = ();
    type Error = M::Error;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), M::Error> {
        match (self.write)(key, self.map)? {
            Field::Written => Ok(()),
            Field::AsItIs => self.map.serialize_entry(key, value),
        }
    }

    fn end(self) -> Result<(), M::Error> {
        Ok(())
    }
}

/// Every part of a project is a struct.
macro_rules! only_structs {
    ($($method:ident($($type:ty),*) -> $returns:ty;)*) => {$(
        fn $method(self, $(_: $type),*) -> Result<$returns, M::Error> { not_a_struct() }
    )*};
}

fn not_a_struct<T, E: Error>() -> Result<T, E> {
    Err(E::custom("only structs have fields"))
}

impl<M: SerializeMap, W: FnMut(&'static str, &mut M) -> Result<Field, M::Error>> Serializer for Fields<'_, M, W> {
    type Ok = ();
    type Error = M::Error;
    type SerializeSeq = Impossible<(), M::Error>;
    type SerializeTuple = Impossible<(), M::Error>;
    type SerializeTupleStruct = Impossible<(), M::Error>;
    type SerializeTupleVariant = Impossible<(), M::Error>;
    type SerializeMap = Impossible<(), M::Error>;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), M::Error>;

    fn serialize_struct(self, _name: &'static str, _len: usize) -> Result<Self, M::Error> {
        Ok(self)
    }

    only_structs! {
        serialize_bool(bool) -> ();
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_u16(u16) -> ();
        serialize_u32(u32) -> ();
        serialize_u64(u64) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_str(&str) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_none() -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_unit_variant(&'static str, u32, &'static str) -> ();
        serialize_seq(Option<usize>) -> Self::SerializeSeq;
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_map(Option<usize>) -> Self::SerializeMap;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }

    fn serialize_some<T: ?Sized + Serialize>(self, _value: &T) -> Result<(), M::Error> {
        not_a_struct()
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, _: &T) -> Result<(), M::Error> {
        not_a_struct()
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), M::Error> {
        not_a_struct()
    }
}
