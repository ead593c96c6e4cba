//! What `.sqlx` records of the queries is what the schema says today.
//! Builds check queries against these records alone; this test checks the records.

use serde_json::Value;
use sqlx::{Column, Either, Executor, TypeInfo};
use testkit::TestDb;

/// The recorded queries by their file names.
fn records() -> Vec<(String, Value)> {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.sqlx")).unwrap();
    let records = files.map(|file| {
        let path = file.unwrap().path();
        let record = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        (path.file_name().unwrap().to_string_lossy().into_owned(), record)
    });
    records.collect()
}

async fn with_every_table() -> TestDb {
    let db = testkit::database().await;
    for model in projections::all() {
        let ddl = model.ddl();
        db.create_read_tables(&[ddl.table, ddl.key, ddl.indexes]).await;
    }
    db
}

/// What a query takes and gives.
#[derive(Debug, PartialEq)]
struct Shape {
    /// Name, type, and whether it may be null where that is known.
    columns: Vec<(String, String, Option<bool>)>,
    parameters: Vec<String>,
}

async fn today(db: &TestDb, query: &str) -> Result<Shape, sqlx::Error> {
    let described = db.pool.describe(query).await?;
    let columns = described.columns.iter().zip(&described.nullable);
    let Some(Either::Left(parameters)) = described.parameters else {
        panic!("{query} has untyped parameters")
    };
    Ok(Shape {
        columns: columns
            .map(|(column, null)| (column.name().to_owned(), column.type_info().name().to_owned(), *null))
            .collect(),
        parameters: parameters.iter().map(|parameter| parameter.name().to_owned()).collect(),
    })
}

fn recorded(record: &Value) -> Shape {
    let list = |value: &Value| value.as_array().unwrap().clone();
    let described = &record["describe"];
    let columns = list(&described["columns"]).into_iter().zip(list(&described["nullable"]));
    Shape {
        columns: columns
            .map(|(column, null)| {
                (column["name"].as_str().unwrap().to_owned(), type_name(&column["type_info"]), null.as_bool())
            })
            .collect(),
        parameters: list(&described["parameters"]["Left"]).iter().map(type_name).collect(),
    }
}

/// `TextArray` in a record is `TEXT[]` in Postgres.
fn type_name(recorded: &Value) -> String {
    let name = recorded.as_str().unwrap_or_else(|| panic!("{recorded} is no built-in type")).to_uppercase();
    name.strip_suffix("ARRAY").map_or(name.clone(), |of| format!("{of}[]"))
}

#[tokio::test]
async fn the_records_fit_the_schema() {
    let db = with_every_table().await;
    let mut wrong = Vec::new();
    for (file, record) in records() {
        let query = record["query"].as_str().unwrap();
        let recorded = recorded(&record);
        match today(&db, query).await {
            Ok(today) if today == recorded => {}
            Ok(today) => wrong.push(format!("{file}\n{query}\n{today:?}\n{recorded:?}")),
            Err(error) => wrong.push(format!("{file}\n{query}\n{error}")),
        }
    }
    assert!(wrong.is_empty(), "run bin/dev-db and check with SQLX_OFFLINE=false:\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_change_of_a_table_is_noticed() {
    let db = with_every_table().await;
    let query = "SELECT position, error FROM checkpoints WHERE name = $1";
    let before = today(&db, query).await.unwrap();
    sqlx::raw_sql("ALTER TABLE checkpoints ALTER error SET NOT NULL").execute(&db.owner).await.unwrap();
    assert_ne!(today(&db, query).await.unwrap(), before);
    sqlx::raw_sql("ALTER TABLE checkpoints DROP error").execute(&db.owner).await.unwrap();
    assert!(today(&db, query).await.is_err());
}
