//! Values on their way into a statement. Ids and hashes are most of them, and need no memory
//! of their own.

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null(Kind),
    Int(i64),
    Text(String),
    Id([u8; 16]),
    Hash([u8; 32]),
    Bytes(Vec<u8>),
}

/// The three types that columns have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Int,
    Text,
    Bytes,
}

impl Value {
    pub fn kind(&self) -> Kind {
        match self {
            Value::Null(kind) => *kind,
            Value::Int(_) => Kind::Int,
            Value::Text(_) => Kind::Text,
            Value::Id(_) | Value::Hash(_) | Value::Bytes(_) => Kind::Bytes,
        }
    }

    /// As PostgreSQL calls it.
    pub fn type_name(&self) -> &'static str {
        match self.kind() {
            Kind::Int => "bigint",
            Kind::Text => "text",
            Kind::Bytes => "bytea",
        }
    }

    /// Without what a database puts around it.
    pub fn size(&self) -> usize {
        match self {
            Value::Null(_) => 0,
            Value::Int(value) => size_of_val(value),
            Value::Text(value) => value.len(),
            Value::Id(value) => value.len(),
            Value::Hash(value) => value.len(),
            Value::Bytes(value) => value.len(),
        }
    }

    pub fn int(&self) -> Option<i64> {
        match self {
            Value::Int(value) => Some(*value),
            Value::Null(_) | Value::Text(_) | Value::Id(_) | Value::Hash(_) | Value::Bytes(_) => None,
        }
    }

    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(value) => Some(value),
            Value::Null(_) | Value::Int(_) | Value::Id(_) | Value::Hash(_) | Value::Bytes(_) => None,
        }
    }

    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Value::Id(value) => Some(value),
            Value::Hash(value) => Some(value),
            Value::Bytes(value) => Some(value),
            Value::Null(_) | Value::Int(_) | Value::Text(_) => None,
        }
    }
}
