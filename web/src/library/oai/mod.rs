//! `/oai`: the library for harvesters, by the Open Archives Initiative Protocol for Metadata Harvesting 2.0
//! (<https://www.openarchives.org/OAI/2.0/openarchivesprotocol.htm>).

mod answer;
mod request;

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use domain::ResourceId;
use projections::library::{self, RecordHead, Stretch};
use projections::organisations::organisations;

use super::record::Record;
use crate::App;
use crate::error::PageError;
use crate::visit::Visit;

use answer::Answer;
use request::{Failure, Verb};

/// Records in one answer.
const PAGE: u32 = 100;

pub async fn get(visit: Visit, State(app): State<Arc<App>>) -> Result<Response, PageError> {
    answered(&app, visit.query.as_bytes()).await
}

/// Arguments may come as a form too, for those that are long.
pub async fn post(State(app): State<Arc<App>>, form: Bytes) -> Result<Response, PageError> {
    answered(&app, &form).await
}

/// What is wrong with a request is told in an answer of its own; only an outage is an error of HTTP.
async fn answered(app: &App, arguments: &[u8]) -> Result<Response, PageError> {
    let arguments = url::form_urlencoded::parse(arguments).into_owned().collect::<Vec<_>>();
    let mut answer = Answer::new(&app.settings, (app.clock)());
    let outcome = match request::read(&arguments, answer.host()) {
        Ok(verb) => fill(app, &mut answer, &arguments, verb).await?,
        Err(failure) => Err(failure),
    };
    let xml = match outcome {
        Ok(()) => answer.finish(),
        Err(failure) => Answer::new(&app.settings, (app.clock)()).failed(&arguments, &failure),
    };
    Ok(([(CONTENT_TYPE, "text/xml; charset=utf-8")], xml).into_response())
}

async fn fill(
    app: &App,
    answer: &mut Answer,
    arguments: &[(String, String)],
    verb: Verb,
) -> Result<Result<(), Failure>, PageError> {
    answer.begin(arguments, verb.name());
    match verb {
        Verb::Identify => {
            let earliest = library::earliest_change(&app.read).await?.unwrap_or_else(|| (app.clock)());
            answer.identify(&app.settings, earliest);
        }
        Verb::ListMetadataFormats { short } => {
            if let Some(short) = short
                && library::record(&app.read, &short).await?.is_none()
            {
                return Ok(Err(Failure::unknown_id()));
            }
            answer.formats();
        }
        Verb::ListSets => answer.sets(),
        Verb::GetRecord { short } => {
            let Some(head) = library::record(&app.read, &short).await? else {
                return Ok(Err(Failure::unknown_id()));
            };
            describe(app, answer, &[head]).await?;
        }
        Verb::ListIdentifiers(stretch) => {
            let (heads, next) = page(app, stretch).await?;
            if heads.is_empty() {
                return Ok(Err(Failure::no_records()));
            }
            for head in &heads {
                answer.header(head, head.withdrawn);
            }
            answer.resume(stretch, next);
        }
        Verb::ListRecords(stretch) => {
            let (heads, next) = page(app, stretch).await?;
            if heads.is_empty() {
                return Ok(Err(Failure::no_records()));
            }
            describe(app, answer, &heads).await?;
            answer.resume(stretch, next);
        }
    }
    Ok(Ok(()))
}

/// The records of an answer, and the stretch behind them where there are more.
async fn page(app: &App, stretch: Stretch) -> Result<(Vec<RecordHead>, Option<Stretch>), PageError> {
    // One more than is shown tells whether there are others.
    let mut heads = library::records(&app.read, stretch, i64::from(PAGE) + 1).await?;
    let more = heads.len() > PAGE as usize;
    heads.truncate(PAGE as usize);
    let last = heads.last().filter(|_| more);
    let next = last.map(|last| Stretch { after: (last.changed_at, last.resource), ..stretch });
    Ok((heads, next))
}

/// Writes each record with what describes it.
async fn describe(app: &App, answer: &mut Answer, heads: &[RecordHead]) -> Result<(), PageError> {
    let there: Vec<ResourceId> =
        heads.iter().filter(|head| !head.withdrawn).map(|head| head.resource).collect();
    let resources: HashMap<_, _> =
        library::by_ids(&app.read, &there).await?.into_iter().map(|one| (one.id, one)).collect();
    let mut institutions: Vec<_> = resources.values().filter_map(|one| one.details.institution).collect();
    institutions.sort_unstable();
    institutions.dedup();
    let institutions = organisations::names(&app.read, &institutions).await?;
    let themes = app.themes.now(&app.read, app.moves.now().await.as_deref()).await;
    for head in heads {
        // What was withdrawn between the two queries is told as withdrawn.
        let resource = resources.get(&head.resource);
        answer.record(
            head,
            resource.map(|resource| {
                let institution = resource.details.institution.and_then(|id| institutions.get(&id));
                Record::of(resource, institution, &app.settings.base_url)
            }),
            &themes,
        );
    }
    Ok(())
}
