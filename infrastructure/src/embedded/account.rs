//! Whom Postgres runs as. It refuses root, so root lends it the account that owns the folder,
//! or else the account `postgres`.

use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;
use uuid::Uuid;

use super::{EmbeddedError, io_at};

/// Where root keeps clusters whose own place the account cannot enter, such as one below `/root`.
const PLACE_OF_ROOT: &str = "/var/lib/iaspn";

/// Longest path of a Unix socket's folder that every supported system takes.
const SOCKET_FOLDER_MAX: usize = 103 - "/.s.PGSQL.5432".len();

/// Either whoever runs this program, or another account that root lends.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    lent: Option<Ids>,
}

#[derive(Clone, Copy, Debug)]
struct Ids {
    user: u32,
    group: u32,
}

impl Account {
    /// The account for a cluster's folder, which need not be there yet.
    pub async fn for_folder(folder: &Path) -> Result<Self, EmbeddedError> {
        if id(&["-u"]).await != Some(0) {
            return Ok(Self { lent: None });
        }
        if let Ok(owner) = std::fs::metadata(folder)
            && owner.uid() != 0
        {
            return Ok(Self { lent: Some(Ids { user: owner.uid(), group: owner.gid() }) });
        }
        match (id(&["-u", "postgres"]).await, id(&["-g", "postgres"]).await) {
            (Some(user), Some(group)) => Ok(Self { lent: Some(Ids { user, group }) }),
            _ => Err(EmbeddedError::NoAccount),
        }
    }

    /// A command that runs as this account, in a folder that it may enter.
    pub fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Some(ids) = self.lent {
            command.uid(ids.user).gid(ids.group).current_dir("/");
        }
        command
    }

    /// Makes a folder that only the account may enter, and returns where it really is: where the wanted
    /// place is closed to the account, a link there leads to it.
    pub async fn make_folder(self, wanted: &Path) -> Result<PathBuf, EmbeddedError> {
        let parent = wanted.parent().unwrap_or(Path::new("/"));
        std::fs::create_dir_all(parent).map_err(io_at(parent))?;
        if let Ok(linked) = std::fs::read_link(wanted) {
            self.make(&linked)?;
            return Ok(linked);
        }
        if self.lent.is_none() || self.may_enter(parent).await {
            self.make(wanted)?;
            return Ok(wanted.to_owned());
        }
        let real = Path::new(PLACE_OF_ROOT).join(short_name(wanted));
        std::fs::create_dir_all(PLACE_OF_ROOT).map_err(io_at(Path::new(PLACE_OF_ROOT)))?;
        self.make(&real)?;
        symlink(&real, wanted).map_err(io_at(wanted))?;
        Ok(real)
    }

    /// Where the socket is: in the cluster's folder, which nobody else may enter, unless its path is too long.
    pub fn socket_folder(self, folder: &Path) -> Result<PathBuf, EmbeddedError> {
        if folder.as_os_str().len() <= SOCKET_FOLDER_MAX {
            return Ok(folder.to_owned());
        }
        let short = std::env::temp_dir().join(format!("iaspn-{}", short_name(folder)));
        self.make(&short)?;
        // Somebody else could have made it first, to listen in.
        let made = std::fs::symlink_metadata(&short).map_err(io_at(&short))?;
        let owner = std::fs::metadata(folder).map_err(io_at(folder))?.uid();
        if made.uid() != owner || !made.is_dir() || made.mode() & 0o077 != 0 {
            let source = std::io::Error::other("this folder is open to others; remove it");
            return Err(EmbeddedError::Io { path: short, source });
        }
        Ok(short)
    }

    fn make(self, folder: &Path) -> Result<(), EmbeddedError> {
        match std::fs::DirBuilder::new().mode(0o700).create(folder) {
            Ok(()) => match self.lent {
                Some(ids) => chown(folder, Some(ids.user), Some(ids.group)).map_err(io_at(folder)),
                None => Ok(()),
            },
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(io_at(folder)(error)),
        }
    }

    async fn may_enter(self, folder: &Path) -> bool {
        let test = self.command(Path::new("test")).arg("-x").arg(folder).stdin(Stdio::null()).status().await;
        test.is_ok_and(|status| status.success())
    }
}

async fn id(arguments: &[&str]) -> Option<u32> {
    let id =
        Command::new("id").args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output().await.ok()?;
    String::from_utf8(id.stdout).ok()?.trim().parse().ok()
}

/// The same for the same path.
fn short_name(path: &Path) -> String {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, path.as_os_str().as_encoded_bytes()).simple().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_socket_stays_in_its_folder_unless_the_path_is_too_long() {
        let root = tempfile::tempdir().unwrap();
        let account = Account { lent: None };
        let near = account.make_folder(&root.path().join("near")).await.unwrap();
        assert_eq!(account.socket_folder(&near).unwrap(), near);

        let far = account.make_folder(&root.path().join("x".repeat(SOCKET_FOLDER_MAX))).await.unwrap();
        let socket = account.socket_folder(&far).unwrap();
        assert!(socket.as_os_str().len() <= SOCKET_FOLDER_MAX);
        assert_eq!(std::fs::metadata(&socket).unwrap().mode() & 0o777, 0o700);
        std::fs::remove_dir(socket).unwrap();
    }

    #[tokio::test]
    async fn a_socket_folder_that_is_open_to_others_is_refused() {
        let root = tempfile::tempdir().unwrap();
        let account = Account { lent: None };
        let far = account.make_folder(&root.path().join("y".repeat(SOCKET_FOLDER_MAX))).await.unwrap();
        let socket = account.socket_folder(&far).unwrap();
        std::fs::set_permissions(&socket, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let refused = account.socket_folder(&far).unwrap_err();
        assert!(refused.to_string().contains("open to others"), "{refused}");
        std::fs::remove_dir(socket).unwrap();
    }

    #[tokio::test]
    async fn a_linked_folder_is_followed() {
        let root = tempfile::tempdir().unwrap();
        let account = Account { lent: None };
        symlink(root.path().join("real"), root.path().join("link")).unwrap();
        assert_eq!(account.make_folder(&root.path().join("link")).await.unwrap(), root.path().join("real"));
        assert!(root.path().join("real").is_dir());
    }
}
