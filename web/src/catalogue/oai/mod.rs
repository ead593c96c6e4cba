//! `/oai`: resources and highlights for harvesters, by the Open Archives Initiative Protocol for Metadata Harvesting 2.0
//! (<https://www.openarchives.org/OAI/2.0/openarchivesprotocol.htm>).

mod answer;
mod request;

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use projections::library::{self, Published, RecordHead, Stretch};
use projections::organisations::organisations;

use crate::error::PageError;
use crate::visit::Visit;
use crate::{App, highlights, library as resources};

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
        Verb::ListMetadataFormats { of } => {
            if let Some((collection, short)) = of
                && library::record(&app.read, collection, &short).await?.is_none()
            {
                return Ok(Err(Failure::unknown_id()));
            }
            answer.formats();
        }
        Verb::ListSets => answer.sets(),
        Verb::GetRecord { of: (collection, short) } => {
            let Some(head) = library::record(&app.read, collection, &short).await? else {
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
    let next = last.map(|last| Stretch { after: (last.changed_at, last.of), ..stretch });
    Ok((heads, next))
}

/// Writes each record with what describes it.
async fn describe(app: &App, answer: &mut Answer, heads: &[RecordHead]) -> Result<(), PageError> {
    let (mut of_library, mut told) = (Vec::new(), Vec::new());
    for head in heads.iter().filter(|head| !head.withdrawn) {
        match head.of {
            Published::Resource(id) => of_library.push(id),
            Published::Highlight(id) => told.push(id),
        }
    }
    let (of_library, told) = tokio::try_join!(
        library::by_ids(&app.read, &of_library),
        projections::highlights::by_ids(&app.read, &told),
    )?;
    let of_library: HashMap<_, _> = of_library.into_iter().map(|one| (one.id, one)).collect();
    let told: HashMap<_, _> = told.into_iter().map(|one| (one.id, one)).collect();
    let mut institutions: Vec<_> = of_library.values().filter_map(|one| one.details.institution).collect();
    institutions.extend(told.values().filter_map(|one| one.details.institution));
    institutions.sort_unstable();
    institutions.dedup();
    let institutions = organisations::names(&app.read, &institutions).await?;
    let themes = app.themes.now(&app.read, app.moves.now().await.as_deref()).await;
    let base = &app.settings.base_url;
    for head in heads {
        // What was withdrawn between the queries is told as withdrawn.
        let record = match head.of {
            Published::Resource(id) => of_library.get(&id).map(|resource| {
                let institution = resource.details.institution.and_then(|id| institutions.get(&id));
                resources::record(resource, institution, base)
            }),
            // The name of a member stays here, where it can be erased: what others hold cannot.
            Published::Highlight(id) => told.get(&id).map(|highlight| {
                let institution = highlight.details.institution.and_then(|id| institutions.get(&id));
                highlights::record(highlight, None, institution, base)
            }),
        };
        answer.record(head, record, &themes);
    }
    Ok(())
}
