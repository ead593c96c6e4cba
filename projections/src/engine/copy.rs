//! Rows in the text form of `COPY … FROM STDIN`, straight from serde, without a JSON tree between.
//! Format: the manual of Postgres, "COPY", section "Text Format".

use std::fmt::Display;
use std::io::Write;

use serde::ser::{self, Impossible, Serialize, SerializeSeq, SerializeStruct, Serializer};
use sqlx::PgConnection;

/// A column as the catalogue has it.
pub struct Column {
    pub name: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Scalar,
    Array,
    Json,
}

/// The columns of a table in their order.
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
    Ok(found
        .into_iter()
        .map(|(name, type_name)| {
            let kind = match type_name.as_str() {
                "json" | "jsonb" => Kind::Json,
                array if array.ends_with("[]") => Kind::Array,
                _ => Kind::Scalar,
            };
            Column { name, kind }
        })
        .collect())
}

/// Appends one line. The row's fields must be the table's columns, in their order.
pub fn write_row<R: Serialize>(out: &mut Vec<u8>, columns: &[Column], row: &R) -> Result<(), Error> {
    row.serialize(Value { out, place: Place::Row(columns) })
}

#[derive(Debug, thiserror::Error)]
#[error("this row cannot be copied: {0}")]
pub struct Error(String);

impl ser::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
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
        if self.next > 0 {
            self.out.push(b'\t');
        }
        self.next += 1;
        match column.kind {
            Kind::Scalar => value.serialize(Value { out: self.out, place: Place::Field }),
            Kind::Array => value.serialize(Value { out: self.out, place: Place::List }),
            Kind::Json => {
                let json = serde_json::to_string(value).map_err(|error| Error(error.to_string()))?;
                if json == "null" {
                    self.out.extend_from_slice(b"\\N");
                } else {
                    escape(self.out, &json);
                }
                Ok(())
            }
        }
    }

    fn end(self) -> Result<(), Error> {
        if self.next != self.columns.len() {
            return Err(Error(format!("it has {} fields for {} columns", self.next, self.columns.len())));
        }
        self.out.push(b'\n');
        Ok(())
    }
}

/// Back-slash escapes of the text format. Most text has nothing to escape: a piece is looked at as a
/// whole, which the compiler turns into a few instructions.
fn escape(out: &mut Vec<u8>, text: &str) {
    let special = |byte: u8| matches!(byte, b'\\' | b'\t' | b'\n' | b'\r');
    for piece in text.as_bytes().chunks(64) {
        if !piece.iter().fold(false, |found, &byte| found | special(byte)) {
            out.extend_from_slice(piece);
            continue;
        }
        for &byte in piece {
            match byte {
                b'\\' => out.extend_from_slice(b"\\\\"),
                b'\t' => out.extend_from_slice(b"\\t"),
                b'\n' => out.extend_from_slice(b"\\n"),
                b'\r' => out.extend_from_slice(b"\\r"),
                plain => out.push(plain),
            }
        }
    }
}

/// Where a value stands decides how it is written.
#[derive(Clone, Copy)]
enum Place<'a> {
    Row(&'a [Column]),
    Field,
    List,
    Element,
}

struct Value<'a> {
    out: &'a mut Vec<u8>,
    place: Place<'a>,
}

impl Value<'_> {
    fn number(self, number: impl Display) -> Result<(), Error> {
        write!(self.out, "{number}").map_err(|error| Error(error.to_string()))
    }

    fn unsupported<T>(what: &str) -> Result<T, Error> {
        Err(Error(format!("{what} needs a column of type jsonb")))
    }
}

impl<'a> Serializer for Value<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Array<'a>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Impossible<(), Error>;
    type SerializeStruct = Row<'a>;
    type SerializeStructVariant = Impossible<(), Error>;

    fn serialize_bool(self, v: bool) -> Result<(), Error> {
        self.out.push(if v { b't' } else { b'f' });
        Ok(())
    }
    fn serialize_i8(self, v: i8) -> Result<(), Error> {
        self.number(v)
    }
    fn serialize_i16(self, v: i16) -> Result<(), Error> {
        self.number(v)
    }
    fn serialize_i32(self, v: i32) -> Result<(), Error> {
        self.number(v)
    }
    fn serialize_i64(self, v: i64) -> Result<(), Error> {
        self.number(v)
    }
    fn serialize_u8(self, v: u8) -> Result<(), Error> {
        self.number(v)
    }
    fn serialize_u16(self, v: u16) -> Result<(), Error> {
        self.number(v)
    }
    fn serialize_u32(self, v: u32) -> Result<(), Error> {
        self.number(v)
    }
    fn serialize_u64(self, v: u64) -> Result<(), Error> {
        self.number(v)
    }
    fn serialize_f32(self, v: f32) -> Result<(), Error> {
        self.number(v)
    }
    fn serialize_f64(self, v: f64) -> Result<(), Error> {
        self.number(v)
    }
    fn serialize_char(self, v: char) -> Result<(), Error> {
        self.serialize_str(v.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, v: &str) -> Result<(), Error> {
        if matches!(self.place, Place::Element) {
            // Quoted inside the array literal first, then escaped for COPY.
            let quoted = format!("\"{}\"", v.replace('\\', "\\\\").replace('"', "\\\""));
            escape(self.out, &quoted);
        } else {
            escape(self.out, v);
        }
        Ok(())
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        Self::unsupported("a byte string")
    }
    fn serialize_none(self) -> Result<(), Error> {
        self.out.extend_from_slice(b"\\N");
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
        Self::unsupported("an enum with content")
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Array<'a>, Error> {
        if !matches!(self.place, Place::List) {
            return Self::unsupported("a list");
        }
        self.out.push(b'{');
        Ok(Array { out: self.out, first: true })
    }
    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        Self::unsupported("a tuple")
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Error> {
        Self::unsupported("a tuple")
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Self::unsupported("an enum with content")
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Error> {
        Self::unsupported("a map")
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Row<'a>, Error> {
        match self.place {
            Place::Row(columns) => Ok(Row { out: self.out, columns, next: 0 }),
            _ => Self::unsupported("a struct"),
        }
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Self::unsupported("an enum with content")
    }
}

struct Array<'a> {
    out: &'a mut Vec<u8>,
    first: bool,
}

impl SerializeSeq for Array<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        if !std::mem::take(&mut self.first) {
            self.out.push(b',');
        }
        value.serialize(Value { out: self.out, place: Place::Element })
    }

    fn end(self) -> Result<(), Error> {
        self.out.push(b'}');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    #[derive(Serialize)]
    struct Sample {
        text: &'static str,
        n: i64,
        yes: bool,
        none: Option<i32>,
        list: Vec<&'static str>,
        tree: Option<serde_json::Value>,
    }

    fn columns() -> Vec<Column> {
        [
            ("text", Kind::Scalar),
            ("n", Kind::Scalar),
            ("yes", Kind::Scalar),
            ("none", Kind::Scalar),
            ("list", Kind::Array),
            ("tree", Kind::Json),
        ]
        .map(|(name, kind)| Column { name: name.to_owned(), kind })
        .into()
    }

    fn sample() -> Sample {
        Sample {
            text: "a\tb\\c\nd",
            n: -7,
            yes: true,
            none: None,
            list: vec!["plain", "with \"quotes\", \\ and {braces}"],
            tree: Some(serde_json::json!({"a": "x\ny"})),
        }
    }

    #[test]
    fn a_row_becomes_one_escaped_line() {
        let mut out = Vec::new();
        write_row(&mut out, &columns(), &sample()).unwrap();
        let expected = concat!(
            r"a\tb\\c\nd",
            "\t-7\tt\t\\N\t",
            r#"{"plain","with \\"quotes\\", \\\\ and {braces}"}"#,
            "\t",
            r#"{"a":"x\\ny"}"#,
            "\n",
        );
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn a_row_that_does_not_fit_the_table_is_refused() {
        let mut swapped = columns();
        swapped.swap(0, 1);
        assert!(write_row(&mut Vec::new(), &swapped, &sample()).is_err());
        assert!(write_row(&mut Vec::new(), &columns()[..5], &sample()).is_err());
    }
}
