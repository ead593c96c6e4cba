//! Stops and deletes the Postgres that the tests of this build folder share; `bin/test` ends with it.

#[tokio::main]
async fn main() {
    testkit::remove_shared_cluster().await;
}
