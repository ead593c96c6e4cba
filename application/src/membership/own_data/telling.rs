//! An event as it stands in the document of one's own data.

use std::collections::HashSet;

use chrono::{DateTime, SecondsFormat, Utc};
use domain::personal::portion;
use domain::{MemberId, Recorded};
use serde::Serialize;
use serde_json::{Value, json};

/// `{"position", "at", "actor", "event", "stream", "caused_by", "data"}`, without what is of others.
pub fn told(recorded: &Recorded, member: MemberId, others: &HashSet<MemberId>) -> serde_json::Result<Value> {
    let metadata = &recorded.metadata;
    let name = recorded.event.name();
    let mut data = recorded.event.payload()?;
    if let Some(inner) = data.get_mut(&name) {
        data = inner.take();
    }
    let mut told = json!({
        "position": recorded.position,
        "at": moment(metadata.at),
        "actor": metadata.actor,
        "event": name,
        "stream": recorded.reference().to_string(),
        "data": data,
    });
    if let Some(cause) = &metadata.caused_by {
        told["caused_by"] = json!(cause);
    }
    portion(&mut told, member, others);
    Ok(told)
}

/// A value of the document, without what is of others.
pub fn shown(
    value: impl Serialize,
    member: MemberId,
    others: &HashSet<MemberId>,
) -> serde_json::Result<Value> {
    let mut value = serde_json::to_value(value)?;
    portion(&mut value, member, others);
    Ok(value)
}

pub fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}
