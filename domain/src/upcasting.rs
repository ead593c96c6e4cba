//! How events of earlier shapes are read. Stored events never change; these functions lift
//! them to the current shape on the way in, for the desk and for every reader of the log.

use cqrs_es::persist::{EventUpcaster, SerializedEvent};

use crate::highlights::highlight_withdrawn_v1;
use crate::library::{ResourceEditedV1, resource_published_v1, resource_published_v2};
use crate::points::rules_adopted_v1;

/// All upcasters, oldest step first, as cqrs-es takes them.
pub fn upcasters() -> Vec<Box<dyn EventUpcaster>> {
    vec![
        Box::new(resource_published_v1()),
        Box::new(resource_published_v2()),
        Box::new(ResourceEditedV1),
        Box::new(rules_adopted_v1()),
        Box::new(highlight_withdrawn_v1()),
    ]
}

/// The event in its current shape.
pub fn upcast(event: SerializedEvent) -> SerializedEvent {
    upcasters().iter().fold(event, |event, upcaster| {
        if upcaster.can_upcast(&event.event_type, &event.event_version) {
            upcaster.upcast(event)
        } else {
            event
        }
    })
}
