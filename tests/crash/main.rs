//! The whole program killed with SIGKILL, again and again, while members write through its pages.
//! What was acknowledged is there, once; read models equal their rebuilds; no award twice, no mail lost.
//! `cfg(test)` tells clippy that all of this is test code.

#[cfg(test)]
mod client;
#[cfg(test)]
mod erasure;
#[cfg(test)]
mod exports;
#[cfg(test)]
mod notary;
#[cfg(test)]
mod portal;
#[cfg(test)]
mod rebuilds;
#[cfg(test)]
mod uploads;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use client::Client;
use infrastructure::random_id;
use portal::Portal;
use tokio::sync::Mutex;
use uuid::Uuid;

const KILLS: usize = 50;
const MEMBERS: u32 = 4;

/// What the portal said that it had done.
#[derive(Default)]
struct Acknowledged {
    count: AtomicUsize,
    commands: Mutex<Vec<Uuid>>,
    joined: Mutex<Vec<String>>,
}

/// Keeps one resource after the other, then all of them anew with other notes, until it is told to stop; a
/// command whose answer was lost is sent again as it was.
async fn keep_bookmarks(
    client: Client,
    resources: Arc<Vec<Uuid>>,
    done: Arc<Acknowledged>,
    stop: Arc<AtomicBool>,
) {
    for resource in resources.iter().cycle() {
        let command = random_id();
        let form = [("command_id", command.to_string()), ("note", format!("note {command}"))];
        loop {
            if stop.load(Ordering::SeqCst) {
                return;
            }
            match client.post(&format!("/en/bookmarks/{resource}"), &form).await {
                Ok(303) => break,
                // Dying, starting, or busy: the same command again.
                Ok(500..=599) | Err(_) => tokio::task::yield_now().await,
                Ok(other) => panic!("the bookmark was answered with {other}"),
            }
        }
        done.commands.lock().await.push(command);
        done.count.fetch_add(1, Ordering::SeqCst);
    }
}

/// New members join through the form; as many as the limits let through.
async fn join(client: Client, done: Arc<Acknowledged>, stop: Arc<AtomicBool>) {
    while !stop.load(Ordering::SeqCst) {
        let command = random_id();
        let email = format!("{command}@example.org");
        let form = [
            ("command_id", command.to_string()),
            ("name", "Newcomer".to_owned()),
            ("email", email.clone()),
            ("country", "PE".to_owned()),
            ("password", "quinoa under seven volcanoes".to_owned()),
            ("consent", "yes".to_owned()),
        ];
        match client.post("/en/join", &form).await {
            Ok(303) => {
                done.joined.lock().await.push(email);
                done.count.fetch_add(1, Ordering::SeqCst);
            }
            Ok(429 | 500..=599) | Err(_) => tokio::task::yield_now().await,
            Ok(other) => panic!("joining was answered with {other}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_portal_that_is_killed_keeps_every_promise() {
    let portal = Portal::prepare().await;
    let mut clients = Vec::new();
    let mut process = portal.start().await;
    for n in 0..MEMBERS {
        clients.push(portal.signed_in(n).await);
    }
    let resources = portal.resources().await;
    let done = Arc::new(Acknowledged::default());
    let stop = Arc::new(AtomicBool::new(false));
    let mut writers = vec![tokio::spawn(join(portal.client(), Arc::clone(&done), Arc::clone(&stop)))];
    for client in clients {
        let (resources, done, stop) = (Arc::clone(&resources), Arc::clone(&done), Arc::clone(&stop));
        writers.push(tokio::spawn(keep_bookmarks(client, resources, done, stop)));
    }

    for kill in 0..KILLS {
        // Each time somewhere else among the commands that are on their way.
        let enough = done.count.load(Ordering::SeqCst) + 1 + kill * 7 % 11;
        while done.count.load(Ordering::SeqCst) < enough {
            assert!(writers.iter().any(|writer| !writer.is_finished()), "nobody writes any more");
            tokio::task::yield_now().await;
        }
        process.kill().await;
        process = portal.start().await;
    }
    stop.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.await.unwrap();
    }
    portal.wait_until_all_is_done().await;
    process.stop().await;

    let commands = done.commands.lock().await;
    assert!(commands.len() >= KILLS, "only {} bookmarks were acknowledged", commands.len());
    assert_eq!(portal.times_recorded(&commands).await, vec![1; commands.len()], "of each command one event");
    assert_eq!(portal.awards_given_twice().await, 0);
    assert_eq!(portal.contributions_without_their_award().await, Vec::<String>::new());
    let joined = done.joined.lock().await;
    assert!(!joined.is_empty(), "nobody has joined");
    let mails: HashSet<String> = portal.mails_to();
    let without: Vec<&String> = joined.iter().filter(|email| !mails.contains(*email)).collect();
    assert!(without.is_empty(), "their mail is lost: {without:?}");
    portal.every_read_model_equals_its_rebuild().await;
}
