//! Rows in the binary form of `COPY … FROM STDIN`, straight from serde, without a JSON tree between: the
//! database has nothing to parse. Format: the manual of Postgres, "COPY", section "Binary Format".

use std::fmt::{Display, Write as _};

use chrono::{DateTime, NaiveDate};
use serde::ser::{self, Impossible, Serialize, SerializeSeq, SerializeStruct, Serializer};
use sqlx::PgConnection;
use uuid::Uuid;

/// What stands before the first row and after the last.
pub const HEAD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
pub const END: &[u8] = &(-1_i16).to_be_bytes();

/// Postgres counts from 2000-01-01: in microseconds since 1970, and in days.
const EPOCH_MICROS: i64 = 946_684_800_000_000;
const EPOCH_DAYS: i32 = 730_120;
/// The types of arrays' elements.
const TEXT: u32 = 25;
const INT4: u32 = 23;
const UUID: u32 = 2950;

/// A column as the catalogue has it.
pub struct Column {
    pub name: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Text,
    Uuid,
    Int4,
    Int8,
    Bool,
    Timestamptz,
    Date,
    Texts,
    Integers,
    Uuids,
    Json,
    Jsonb,
}

impl Kind {
    fn of(type_name: &str) -> Option<Self> {
        Some(match type_name {
            "text" => Self::Text,
            "uuid" => Self::Uuid,
            "integer" => Self::Int4,
            "bigint" => Self::Int8,
            "boolean" => Self::Bool,
            "timestamp with time zone" => Self::Timestamptz,
            "date" => Self::Date,
            "text[]" => Self::Texts,
            "integer[]" => Self::Integers,
            "uuid[]" => Self::Uuids,
            "json" => Self::Json,
            "jsonb" => Self::Jsonb,
            _ => return None,
        })
    }
}

/// The columns of a table in their order. Of the types that read models use and no others.
pub async fn columns(
    connection: &mut PgConnection,
    schema: &str,
    table: &str,
) -> Result<Vec<Column>, sqlx::Error> {
    let found: Vec<(String, String)> = sqlx::query_as(
        "SELECT attname::text, atttypid::regtype::text FROM pg_attribute \
         WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
    )
    .bind(format!("{schema}.{table}"))
    .fetch_all(connection)
    .await?;
    let column = |(name, type_name): (String, String)| match Kind::of(&type_name) {
        Some(kind) => Ok(Column { name, kind }),
        None => Err(sqlx::Error::Encode(
            Error(format!("the engine cannot write {type_name}, the type of {table}.{name}")).into(),
        )),
    };
    found.into_iter().map(column).collect()
}

/// Appends one row. Its fields must be the table's columns, in their order.
pub fn write_row<R: Serialize>(out: &mut Vec<u8>, columns: &[Column], row: &R) -> Result<(), Error> {
    let fields = i16::try_from(columns.len()).map_err(|_| Error("it has too many columns".into()))?;
    out.extend_from_slice(&fields.to_be_bytes());
    row.serialize(Whole { out, columns })
}

#[derive(Debug, thiserror::Error)]
#[error("this row cannot be copied: {0}")]
pub struct Error(String);

impl ser::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// The length stands before the value, and is known after it.
fn sized<T>(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>) -> Result<T, Error>) -> Result<T, Error> {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    let written = write(out)?;
    let length = i32::try_from(out.len() - start - 4).map_err(|_| Error("a value is too long".into()))?;
    out[start..start + 4].copy_from_slice(&length.to_be_bytes());
    Ok(written)
}

fn null(out: &mut Vec<u8>) {
    out.extend_from_slice(&(-1_i32).to_be_bytes());
}

/// The fields of a row.
struct Row<'a> {
    out: &'a mut Vec<u8>,
    columns: &'a [Column],
    next: usize,
}

impl SerializeStruct for Row<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        let column = self.columns.get(self.next).filter(|column| column.name == key).ok_or_else(|| {
            Error(format!("the field `{key}` is not column {} of the table", self.next + 1))
        })?;
        self.next += 1;
        match column.kind {
            Kind::Json | Kind::Jsonb => {
                let start = self.out.len();
                sized(self.out, |out| {
                    if column.kind == Kind::Jsonb {
                        out.push(1);
                    }
                    serde_json::to_writer(out, value).map_err(|error| Error(error.to_string()))
                })?;
                if self.out.ends_with(b"null") && self.out.len() - start <= 9 {
                    self.out.truncate(start);
                    null(self.out);
                }
                Ok(())
            }
            kind => value.serialize(Value { out: self.out, kind }),
        }
    }

    fn end(self) -> Result<(), Error> {
        if self.next == self.columns.len() {
            Ok(())
        } else {
            Err(Error(format!("it has {} fields for {} columns", self.next, self.columns.len())))
        }
    }
}

macro_rules! refuses {
    ($($method:ident($($argument:ty),*) -> $ok:ty;)+) => {
        $(fn $method(self, $(_: $argument),*) -> Result<$ok, Error> {
            Err(Error(concat!("`", stringify!($method), "` does not fit its column").into()))
        })+
    };
}

/// A row: only a struct is one.
struct Whole<'a> {
    out: &'a mut Vec<u8>,
    columns: &'a [Column],
}

impl<'a> Serializer for Whole<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Impossible<(), Error>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Impossible<(), Error>;
    type SerializeStruct = Row<'a>;
    type SerializeStructVariant = Impossible<(), Error>;

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Row<'a>, Error> {
        Ok(Row { out: self.out, columns: self.columns, next: 0 })
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<(), Error> {
        Err(Error("a row is a struct".into()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(Error("a row is a struct".into()))
    }

    refuses! {
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
}

/// One value, as its column's type is sent.
struct Value<'a> {
    out: &'a mut Vec<u8>,
    kind: Kind,
}

impl Value<'_> {
    fn field(self, bytes: &[u8]) -> Result<(), Error> {
        sized(self.out, |out| {
            out.extend_from_slice(bytes);
            Ok(())
        })
    }

    fn integer(self, number: i64) -> Result<(), Error> {
        match self.kind {
            Kind::Int8 => self.field(&number.to_be_bytes()),
            Kind::Int4 => match i32::try_from(number) {
                Ok(small) => self.field(&small.to_be_bytes()),
                Err(_) => Err(Error(format!("{number} is too large for an integer"))),
            },
            kind => Err(Error(format!("a number does not fit a column of type {kind:?}"))),
        }
    }
}

/// What serde gives as a text, as the column has it.
fn text(out: &mut Vec<u8>, kind: Kind, text: &str) -> Result<(), Error> {
    let wrong = || Error(format!("`{text}` does not fit a column of type {kind:?}"));
    match kind {
        Kind::Text => out.extend_from_slice(text.as_bytes()),
        Kind::Uuid => out.extend_from_slice(Uuid::try_parse(text).map_err(|_| wrong())?.as_bytes()),
        Kind::Timestamptz => {
            let at = DateTime::parse_from_rfc3339(text).map_err(|_| wrong())?;
            out.extend_from_slice(&(at.timestamp_micros() - EPOCH_MICROS).to_be_bytes());
        }
        Kind::Date => {
            let day: NaiveDate = text.parse().map_err(|_| wrong())?;
            let days = chrono::Datelike::num_days_from_ce(&day) - EPOCH_DAYS;
            out.extend_from_slice(&days.to_be_bytes());
        }
        _ => return Err(wrong()),
    }
    Ok(())
}

impl<'a> Serializer for Value<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = List<'a>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Impossible<(), Error>;
    type SerializeStruct = Impossible<(), Error>;
    type SerializeStructVariant = Impossible<(), Error>;

    fn serialize_bool(self, v: bool) -> Result<(), Error> {
        if self.kind == Kind::Bool {
            self.field(&[u8::from(v)])
        } else {
            Err(Error("a truth value needs a column of type boolean".into()))
        }
    }
    fn serialize_i8(self, v: i8) -> Result<(), Error> {
        self.integer(v.into())
    }
    fn serialize_i16(self, v: i16) -> Result<(), Error> {
        self.integer(v.into())
    }
    fn serialize_i32(self, v: i32) -> Result<(), Error> {
        self.integer(v.into())
    }
    fn serialize_i64(self, v: i64) -> Result<(), Error> {
        self.integer(v)
    }
    fn serialize_u8(self, v: u8) -> Result<(), Error> {
        self.integer(v.into())
    }
    fn serialize_u16(self, v: u16) -> Result<(), Error> {
        self.integer(v.into())
    }
    fn serialize_u32(self, v: u32) -> Result<(), Error> {
        self.integer(v.into())
    }
    fn serialize_u64(self, v: u64) -> Result<(), Error> {
        self.integer(i64::try_from(v).map_err(|_| Error(format!("{v} is too large")))?)
    }
    fn serialize_char(self, v: char) -> Result<(), Error> {
        self.serialize_str(v.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, v: &str) -> Result<(), Error> {
        sized(self.out, |out| text(out, self.kind, v))
    }
    /// Times and days come this way; most are written without a text of their own on the heap.
    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Error> {
        let mut short = Short { bytes: [0; 40], length: 0 };
        match write!(short, "{value}") {
            Ok(()) => self.serialize_str(short.text()),
            Err(_) => self.serialize_str(&value.to_string()),
        }
    }
    fn serialize_none(self) -> Result<(), Error> {
        null(self.out);
        Ok(())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Error> {
        self.serialize_none()
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_none()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(Error("an enum with content needs a column of type jsonb".into()))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, Error> {
        let (kind, element) = match self.kind {
            Kind::Texts => (Kind::Text, TEXT),
            Kind::Integers => (Kind::Int4, INT4),
            Kind::Uuids => (Kind::Uuid, UUID),
            _ => return Err(Error("a list needs a column of an array's type".into())),
        };
        let start = self.out.len();
        self.out.extend_from_slice(&[0; 4]);
        // One dimension, without nulls, of that type; then how many, counted from one.
        for word in [1, 0, element, 0, 1] {
            self.out.extend_from_slice(&word.to_be_bytes());
        }
        Ok(List { out: self.out, start, count: 0, kind, element })
    }

    refuses! {
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_map(Option<usize>) -> Self::SerializeMap;
        serialize_struct(&'static str, usize) -> Self::SerializeStruct;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }
}

/// A text that is short enough to stand on the stack.
struct Short {
    bytes: [u8; 40],
    length: usize,
}

impl Short {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

impl std::fmt::Write for Short {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.length + text.len();
        let room = self.bytes.get_mut(self.length..end).ok_or(std::fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

/// The elements of an array.
struct List<'a> {
    out: &'a mut Vec<u8>,
    /// Where the field begins.
    start: usize,
    count: u32,
    kind: Kind,
    element: u32,
}

impl SerializeSeq for List<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.count += 1;
        value.serialize(Value { out: self.out, kind: self.kind })
    }

    fn end(self) -> Result<(), Error> {
        let Self { out, start, count, element, .. } = self;
        if count == 0 {
            // An array of nothing has no dimension.
            out.truncate(start + 4);
            for word in [0, 0, element] {
                out.extend_from_slice(&word.to_be_bytes());
            }
        } else {
            out[start + 16..start + 20].copy_from_slice(&count.to_be_bytes());
        }
        let length = u32::try_from(out.len() - start - 4).map_err(|_| Error("a list is too long".into()))?;
        out[start..start + 4].copy_from_slice(&length.to_be_bytes());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use serde::{Deserialize, Serialize};
    use sqlx::Row as _;

    use super::*;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Sample {
        words: String,
        id: Uuid,
        n: i64,
        small: u16,
        yes: bool,
        none: Option<i32>,
        at: DateTime<Utc>,
        day: NaiveDate,
        list: Vec<String>,
        empty: Vec<String>,
        numbers: Vec<i32>,
        ids: Vec<Uuid>,
        tree: Option<serde_json::Value>,
        nothing: Option<serde_json::Value>,
        exact: serde_json::Value,
    }

    const TABLE: &str = "words text, id uuid, n bigint, small integer, yes boolean, none integer,
        at timestamptz, day date, list text[], empty text[], numbers integer[], ids uuid[], tree jsonb, nothing jsonb, exact json";

    fn sample() -> Sample {
        Sample {
            words: "a\tb\\c\nd\u{1f33d}".into(),
            id: Uuid::from_u128(7),
            n: -7,
            small: 65_535,
            yes: true,
            none: None,
            at: "1969-12-31T23:59:59.000001Z".parse().unwrap(),
            day: "1999-12-31".parse().unwrap(),
            list: vec!["plain".into(), "with \"quotes\", \\ and {braces}".into(), String::new()],
            empty: vec![],
            numbers: vec![3, -4],
            ids: vec![Uuid::from_u128(1), Uuid::from_u128(2)],
            tree: Some(serde_json::json!({"a": "null"})),
            nothing: None,
            exact: serde_json::json!("null"),
        }
    }

    #[tokio::test]
    async fn a_row_comes_back_as_it_was() {
        let db = testkit::database().await;
        let mut connection = db.pool.acquire().await.unwrap();
        sqlx::raw_sql(&format!("CREATE TABLE read.samples ({TABLE})"))
            .execute(&mut *connection)
            .await
            .unwrap();
        let columns = columns(&mut connection, "read", "samples").await.unwrap();
        let mut out = HEAD.to_vec();
        write_row(&mut out, &columns, &sample()).unwrap();
        out.extend_from_slice(END);
        let mut copy = connection.copy_in_raw("COPY read.samples FROM STDIN (FORMAT binary)").await.unwrap();
        copy.send(out).await.unwrap();
        assert_eq!(copy.finish().await.unwrap(), 1);
        let row = sqlx::query("SELECT to_jsonb(s)::text, nothing IS NULL, list[2] FROM read.samples s")
            .fetch_one(&mut *connection)
            .await
            .unwrap();
        let back: Sample = serde_json::from_str(row.get(0)).unwrap();
        assert_eq!(back, sample());
        assert!(row.get::<bool, _>(1), "no value is NULL, not the JSON null");
        assert_eq!(row.get::<&str, _>(2), sample().list[1]);
    }

    #[tokio::test]
    async fn a_row_that_does_not_fit_the_table_is_refused() {
        let db = testkit::database().await;
        let mut connection = db.pool.acquire().await.unwrap();
        let mut of = async |name: &str, table: &str| {
            sqlx::raw_sql(&format!("CREATE TABLE read.{name} ({table})"))
                .execute(&mut *connection)
                .await
                .unwrap();
            columns(&mut connection, "read", name).await
        };
        let swapped = TABLE.replace("id uuid, n bigint", "n bigint, id uuid");
        let shorter = TABLE.replace(", exact json", "");
        let narrow = TABLE.replace("day date", "day uuid");
        for (name, table) in [("swapped", swapped), ("shorter", shorter), ("narrow", narrow)] {
            let columns = of(name, &table).await.unwrap();
            assert!(write_row(&mut Vec::new(), &columns, &sample()).is_err(), "{name}");
        }
        let unknown = of("unknown", "a point").await;
        assert!(unknown.is_err_and(|error| error.to_string().contains("point")));
    }
}
