//! Documents in an object store: a folder, or a bucket that speaks S3.
//! `documents/ID` are the documents, `incoming/ID` their tickets, `pieces/ID/NAME` what arrives bit by bit,
//! `pictures/ID/WIDTH` what was made of them.

mod bucket;
#[cfg(test)]
mod tests;

use std::path::{Path as Folder, PathBuf};
use std::sync::Arc;

use application::library::{Content, Files, FilesError, Incoming, Piece};
use bytes::Bytes;
use domain::FileId;
use futures::future::BoxFuture;
use futures::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    GetOptions, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload, WriteMultipart,
};
use url::Url;

use crate::random_id;

/// Documents go out in parts of this size, the smallest that every cloud takes; two are in memory.
const PART: usize = 5 * 1024 * 1024;

/// So many processes may have been killed while they wrote one document.
const ATTEMPTS: u32 = 8;

#[derive(Debug, thiserror::Error)]
pub enum FilesUrlError {
    #[error("FILES_URL: the folder {folder} cannot be used: {error}")]
    Folder { folder: String, error: String },
    #[error("FILES_URL: {0}")]
    Address(String),
}

/// A store of documents.
#[derive(Debug)]
pub struct ObjectFiles {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    /// Where the store is a folder of this machine.
    folder: Option<PathBuf>,
}

impl ObjectFiles {
    /// A folder as a path or a `file://` address, else a bucket such as `s3://bucket/prefix`, with options
    /// (keys, region, endpoint) named as in the environment variables of Amazon's tools.
    pub fn open(
        place: &str,
        options: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, FilesUrlError> {
        match Url::parse(place) {
            Ok(url) if url.scheme() == "file" => match url.to_file_path() {
                Ok(folder) => Self::in_folder(&folder),
                Err(()) => Err(FilesUrlError::Address(format!("{place} names no folder"))),
            },
            // For tests: nothing outlives the value.
            Ok(url) if url.scheme() == "memory" => {
                Ok(Self { store: Arc::new(InMemory::new()), prefix: Path::default(), folder: None })
            }
            Ok(url) => {
                let (bucket, prefix) = bucket::open(&url, options)?;
                Ok(Self { store: Arc::new(bucket), prefix, folder: None })
            }
            Err(_) => Self::in_folder(Folder::new(place)),
        }
    }

    /// The folder is made where it is missing.
    pub fn in_folder(folder: &Folder) -> Result<Self, FilesUrlError> {
        let unusable = |error: String| FilesUrlError::Folder { folder: folder.display().to_string(), error };
        std::fs::create_dir_all(folder).map_err(|error| unusable(error.to_string()))?;
        // An event may refer to a document only once no power cut can take it away.
        let store = LocalFileSystem::new_with_prefix(folder)
            .map_err(|error| unusable(error.to_string()))?
            .with_fsync(true);
        let folder = folder.canonicalize().map_err(|error| unusable(error.to_string()))?;
        Ok(Self { store: Arc::new(store), prefix: Path::default(), folder: Some(folder) })
    }

    fn document_at(&self, file: FileId) -> Path {
        self.prefix.clone().join("documents").join(file.to_string())
    }

    fn pictures_at(&self, file: FileId) -> Path {
        self.prefix.clone().join("pictures").join(file.to_string())
    }

    fn picture_at(&self, file: FileId, width: u32) -> Path {
        self.pictures_at(file).join(width.to_string())
    }

    fn tickets_at(&self) -> Path {
        self.prefix.clone().join("incoming")
    }

    fn ticket_at(&self, file: FileId) -> Path {
        self.tickets_at().join(file.to_string())
    }

    fn pieces_at(&self) -> Path {
        self.prefix.clone().join("pieces")
    }

    fn piece_at(&self, file: FileId, name: &str) -> Path {
        self.pieces_at().join(file.to_string()).join(name)
    }

    async fn remove(&self, path: &Path) -> Result<(), FilesError> {
        match self.store.delete(path).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(said(error)),
        }
    }

    /// A folder keeps what is being written beside its place, as `ID#1`, then `ID#2`, and the store does not list
    /// it: killed processes leave it there. A bucket has a rule of its own for uploads that do not end.
    async fn remove_unfinished(&self, file: FileId) -> Result<(), FilesError> {
        let Some(folder) = &self.folder else { return Ok(()) };
        for attempt in 1..=ATTEMPTS {
            match tokio::fs::remove_file(folder.join("documents").join(format!("{file}#{attempt}"))).await {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(FilesError::Unreachable(error.into()));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn said(error: object_store::Error) -> FilesError {
    match error {
        object_store::Error::NotFound { .. } => FilesError::Absent,
        object_store::Error::AlreadyExists { .. } => FilesError::Taken,
        error => FilesError::Unreachable(error.into()),
    }
}

impl Files for ObjectFiles {
    fn new_id(&self) -> FileId {
        FileId::new(random_id())
    }

    fn create(&self, file: FileId) -> BoxFuture<'_, Result<Box<dyn Incoming>, FilesError>> {
        Box::pin(async move {
            let upload = self.store.put_multipart(&self.document_at(file)).await.map_err(said)?;
            Ok(Box::new(Upload(WriteMultipart::new_with_chunk_size(upload, PART))) as Box<dyn Incoming>)
        })
    }

    fn read(&self, file: FileId, start: u64, end: u64) -> BoxFuture<'_, Result<Content, FilesError>> {
        Box::pin(async move {
            let options = GetOptions { range: Some((start..end).into()), ..GetOptions::default() };
            let found = self.store.get_opts(&self.document_at(file), options).await.map_err(said)?;
            Ok(found.into_stream().map_err(said).boxed())
        })
    }

    fn delete(&self, file: FileId) -> BoxFuture<'_, Result<(), FilesError>> {
        Box::pin(async move {
            self.remove_unfinished(file).await?;
            self.remove(&self.document_at(file)).await
        })
    }

    fn put_picture(&self, file: FileId, width: u32, content: Bytes) -> BoxFuture<'_, Result<(), FilesError>> {
        Box::pin(async move {
            let payload = PutPayload::from_bytes(content);
            self.store.put(&self.picture_at(file, width), payload).await.map(drop).map_err(said)
        })
    }

    fn picture(&self, file: FileId, width: u32) -> BoxFuture<'_, Result<Content, FilesError>> {
        Box::pin(async move {
            let found = self.store.get(&self.picture_at(file, width)).await.map_err(said)?;
            Ok(found.into_stream().map_err(said).boxed())
        })
    }

    fn delete_pictures(&self, file: FileId) -> BoxFuture<'_, Result<(), FilesError>> {
        Box::pin(async move {
            let pictures = self.pictures_at(file);
            let listed = self.store.list(Some(&pictures)).map_err(said);
            listed.try_for_each(|object| async move { self.remove(&object.location).await }).await
        })
    }

    fn put_ticket(&self, file: FileId, ticket: Bytes) -> BoxFuture<'_, Result<(), FilesError>> {
        Box::pin(async move {
            let payload = PutPayload::from_bytes(ticket);
            self.store.put(&self.ticket_at(file), payload).await.map(drop).map_err(said)
        })
    }

    fn ticket(&self, file: FileId) -> BoxFuture<'_, Result<Bytes, FilesError>> {
        Box::pin(async move {
            let found = self.store.get(&self.ticket_at(file)).await.map_err(said)?;
            found.bytes().await.map_err(said)
        })
    }

    fn delete_ticket(&self, file: FileId) -> BoxFuture<'_, Result<(), FilesError>> {
        Box::pin(async move {
            self.remove_unfinished(file).await?;
            self.remove(&self.ticket_at(file)).await
        })
    }

    fn tickets(&self) -> BoxFuture<'_, Result<Vec<FileId>, FilesError>> {
        Box::pin(async move {
            let tickets = self.tickets_at();
            let listed = self.store.list(Some(&tickets)).map_err(said);
            listed
                .try_filter_map(|object| async move {
                    Ok(object.location.filename().and_then(|name| name.parse::<FileId>().ok()))
                })
                .try_collect()
                .await
        })
    }

    fn put_piece<'a>(
        &'a self,
        file: FileId,
        name: &'a str,
        piece: Bytes,
    ) -> BoxFuture<'a, Result<(), FilesError>> {
        Box::pin(async move {
            let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
            let put = self.store.put_opts(&self.piece_at(file, name), piece.into(), options).await;
            put.map(drop).map_err(said)
        })
    }

    fn pieces(&self, file: FileId) -> BoxFuture<'_, Result<Vec<Piece>, FilesError>> {
        Box::pin(async move {
            let of_file = self.pieces_at().join(file.to_string());
            let mut pieces: Vec<Piece> = self
                .store
                .list(Some(&of_file))
                .map_err(said)
                .try_filter_map(|object| async move {
                    let size = object.size;
                    Ok(object.location.filename().map(|name| Piece { name: name.to_owned(), size }))
                })
                .try_collect()
                .await?;
            pieces.sort_unstable_by(|a, b| a.name.cmp(&b.name));
            Ok(pieces)
        })
    }

    fn read_piece<'a>(&'a self, file: FileId, name: &'a str) -> BoxFuture<'a, Result<Content, FilesError>> {
        Box::pin(async move {
            let found = self.store.get(&self.piece_at(file, name)).await.map_err(said)?;
            Ok(found.into_stream().map_err(said).boxed())
        })
    }

    fn delete_piece<'a>(&'a self, file: FileId, name: &'a str) -> BoxFuture<'a, Result<(), FilesError>> {
        Box::pin(async move { self.remove(&self.piece_at(file, name)).await })
    }

    fn delete_pieces(&self, file: FileId) -> BoxFuture<'_, Result<(), FilesError>> {
        Box::pin(async move {
            for piece in self.pieces(file).await? {
                self.remove(&self.piece_at(file, &piece.name)).await?;
            }
            // A folder stays behind when it is empty, or when a killed process left what the store does not list.
            let Some(folder) = &self.folder else { return Ok(()) };
            match tokio::fs::remove_dir_all(folder.join("pieces").join(file.to_string())).await {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    Err(FilesError::Unreachable(error.into()))
                }
                _ => Ok(()),
            }
        })
    }

    fn in_pieces(&self) -> BoxFuture<'_, Result<Vec<FileId>, FilesError>> {
        Box::pin(async move {
            let listed = self.store.list_with_delimiter(Some(&self.pieces_at())).await.map_err(said)?;
            let names = listed.common_prefixes.iter().filter_map(Path::filename);
            Ok(names.filter_map(|name| name.parse().ok()).collect())
        })
    }
}

struct Upload(WriteMultipart);

impl Incoming for Upload {
    fn write(&mut self, bytes: Bytes) -> BoxFuture<'_, Result<(), FilesError>> {
        Box::pin(async move {
            self.0.wait_for_capacity(1).await.map_err(said)?;
            self.0.put(bytes);
            Ok(())
        })
    }

    fn finish(self: Box<Self>) -> BoxFuture<'static, Result<(), FilesError>> {
        Box::pin(async move { self.0.finish().await.map(drop).map_err(said) })
    }

    fn abort(self: Box<Self>) -> BoxFuture<'static, Result<(), FilesError>> {
        Box::pin(async move { self.0.abort().await.map_err(said) })
    }
}
