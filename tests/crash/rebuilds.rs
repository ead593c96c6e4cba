//! Rebuilds in processes of their own: killed again and again, out of disk, and under the eyes of readers.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use testkit::DedicatedCluster;
use tokio::process::Command;
use tokio::sync::Semaphore;

use crate::portal::Portal;

const KILLS: u32 = 10;
const REBUILD: [&str; 4] = ["projections", "rebuild", "--all", "--json"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuild_that_is_killed_anywhere_goes_on_and_leaves_the_live_tables_alone() {
    let portal = Portal::prepare().await;
    portal.run(&REBUILD).await;
    let before = portal.live_rows().await;
    assert!(before.iter().any(|(_, rows, _)| *rows > 1_000), "{before:?}");
    let begun = Instant::now();
    portal.run(&REBUILD).await;
    let whole = begun.elapsed();
    for kill in 0..KILLS {
        let mut rebuild = portal.command(&REBUILD).spawn().unwrap();
        // Spread over all that it does, and not in order.
        let part = f64::from(kill * 7 % KILLS) + 0.5;
        tokio::time::sleep(whole.mul_f64(part / f64::from(KILLS))).await;
        rebuild.kill().await.unwrap();
        assert_eq!(portal.live_rows().await, before, "after kill {kill}");
    }
    // The last one may not have been noticed by the database yet.
    let said = loop {
        let output = portal.command(&REBUILD).output().await.unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() {
            break String::from_utf8(output.stdout).unwrap();
        }
        assert!(told.contains("another rebuild is running"), "{told}");
    };
    let certificates: Vec<Value> = serde_json::from_str(&said).unwrap();
    assert_eq!(certificates.len(), before.len());
    for certificate in certificates {
        assert_eq!((&certificate["differing_rows"], &certificate["swapped"]), (&0.into(), &true.into()));
    }
    assert_eq!(portal.live_rows().await, before);
    assert_eq!(portal.left_by_rebuilds().await, 0, "nothing is left in the schemas beside");
    portal.every_read_model_equals_its_rebuild().await;
}

const PAGES: [&str; 5] = ["/en", "/en/library", "/en/members", "/en/leaderboard", "/en/countries/br"];
/// Between two requests: 200 in a second.
const PACE: Duration = Duration::from_millis(5);
/// As many as a portal on a busy test machine answers at a time.
const AT_ONCE: usize = 16;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_notice_nothing_of_tables_that_are_swapped() {
    let portal = Portal::prepare().await;
    let process = portal.start().await;
    portal.resources().await;
    let reading = Arc::new(AtomicBool::new(true));
    let (answered, failed) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let readers = {
        let (reading, answered, failed) = (Arc::clone(&reading), Arc::clone(&answered), Arc::clone(&failed));
        let client = portal.client();
        tokio::spawn(async move {
            let room = Arc::new(Semaphore::new(AT_ONCE));
            let mut ticks = tokio::time::interval(PACE);
            let mut pages = PAGES.iter().cycle();
            while reading.load(Ordering::SeqCst) {
                ticks.tick().await;
                let (page, client) = (pages.next().unwrap(), client.clone());
                let (answered, failed) = (Arc::clone(&answered), Arc::clone(&failed));
                let place = Arc::clone(&room).acquire_owned().await.unwrap();
                tokio::spawn(async move {
                    let answer = client.get(page).await;
                    answered.fetch_add(1, Ordering::SeqCst);
                    if !matches!(answer, Ok(200)) {
                        eprintln!("{page}: {answer:?}");
                        failed.fetch_add(1, Ordering::SeqCst);
                    }
                    drop(place);
                });
            }
            drop(room.acquire_many(u32::try_from(AT_ONCE).unwrap()).await.unwrap());
        })
    };
    let mut slowest: f64 = 0.0;
    for _ in 0..3 {
        let certificates: Vec<Value> = serde_json::from_str(&portal.run(&REBUILD).await).unwrap();
        for certificate in certificates {
            assert_eq!(certificate["swapped"], true, "{certificate}");
            slowest = slowest.max(certificate["swap_ms"].as_f64().unwrap());
        }
    }
    reading.store(false, Ordering::SeqCst);
    readers.await.unwrap();
    process.stop().await;
    eprintln!("{} pages were served; the slowest swap took {slowest} ms", answered.load(Ordering::SeqCst));
    assert!(answered.load(Ordering::SeqCst) > 100, "hardly anybody read");
    assert_eq!(failed.load(Ordering::SeqCst), 0);
}

/// A file system of so many bytes, unmounted with the value. None where the tests may not mount one.
pub struct SmallDisk(PathBuf);

impl SmallDisk {
    pub async fn mount(at: &Path, bytes: &str) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let size = format!("size={bytes},mode=0777");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(at).output().await;
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(at.to_owned()))
    }

    pub async fn grow(&self, bytes: &str) {
        let size = format!("remount,size={bytes}");
        assert!(Command::new("mount").args(["-o", &size]).arg(&self.0).status().await.unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: the cluster goes after it.
        drop(std::process::Command::new("umount").arg("-l").arg(&self.0).status());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuild_without_room_says_so_and_works_again_when_there_is_some() {
    let folder = tempfile::TempDir::new().unwrap();
    std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let Some(disk) = SmallDisk::mount(&folder.path().join("small"), "1m").await else {
        eprintln!("skipped: a file system can be mounted by root alone");
        return;
    };
    let cluster = DedicatedCluster::start().await;
    let portal = Portal::prepare_on(cluster.database().await).await;
    portal.run(&REBUILD).await;
    let before = portal.live_rows().await;
    // From now on new tables go to the small disk.
    portal.keep_new_tables_in(&disk.0).await;
    let output = portal.command(&REBUILD).output().await.unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    let said: Vec<&str> = told.lines().filter(|line| line.starts_with("iaspn: ")).collect();
    assert_eq!(said.len(), 1, "{told}");
    assert!(said[0].contains("No space left on device") && said[0].contains("make room"), "{told}");
    assert_eq!(portal.live_rows().await, before, "the live tables are as they were");
    disk.grow("200m").await;
    portal.run(&REBUILD).await;
    assert_eq!(portal.live_rows().await, before);
    assert_eq!(portal.left_by_rebuilds().await, 0);
}
