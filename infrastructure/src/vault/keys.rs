//! The table of the members' keys, each wrapped by the master key that the database knows as active.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::MemberId;
use sqlx::{PgPool, Postgres, Transaction};
use tokio::time::Instant;
use uuid::Uuid;

use super::master::Masters;
use super::sealing::{Held, Keys, MemberKey};
use crate::random_bits;

/// For appends, keys are remembered so long. Another node may have destroyed one meanwhile: what is
/// sealed with it then can never be opened.
const REMEMBERED: Duration = Duration::from_mins(1);
/// So many keys are remembered at the most.
const MOST: usize = 10_000;
/// Keys that one long read holds at the most; some 10 MB.
const GIVEN_MOST: usize = 50_000;

#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error(
        "VAULT_KEY is not the master key of this database: it has the fingerprint {given}, the database expects {expected}"
    )]
    WrongMaster { given: String, expected: String },
    #[error("the key of member {0} was changed in the table vault_keys; restore it from its backup")]
    Changed(MemberId),
    #[error("the vault cannot be reached: {0}")]
    Database(#[from] sqlx::Error),
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    pool: PgPool,
    masters: Masters,
    remembered: Arc<Mutex<HashMap<MemberId, Remembered>>>,
}

/// What one long read was given.
pub(super) type Given = Mutex<Keys>;

/// A key, and when it was asked for.
type Remembered = (Instant, Arc<MemberKey>);

/// What is known of the vault without opening anything.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct VaultStatus {
    /// Of the master key that wraps new keys.
    pub active: String,
    pub keys: i64,
    pub destroyed: i64,
    /// Keys that are wrapped by an earlier master key.
    pub to_rotate: i64,
}

struct Row {
    member: Uuid,
    wrapped: Option<Vec<u8>>,
    master: Option<String>,
}

impl Vault {
    /// Refuses a master key that the database does not know. The first one ever is adopted.
    pub async fn open(pool: PgPool, masters: Masters) -> Result<Self, VaultError> {
        sqlx::query!(
            "INSERT INTO vault_masters (fingerprint) SELECT $1
             WHERE NOT EXISTS (SELECT FROM vault_masters) ON CONFLICT DO NOTHING",
            masters.last().fingerprint()
        )
        .execute(&pool)
        .await?;
        let active = active(&pool).await?;
        if masters.find(&active).is_none() {
            return Err(VaultError::WrongMaster {
                given: masters.fingerprints().join(", "),
                expected: active,
            });
        }
        Ok(Self::new(pool, masters))
    }

    /// Without asking the database whether it knows the master key.
    pub fn new(pool: PgPool, masters: Masters) -> Self {
        Self { pool, masters, remembered: Arc::default() }
    }

    /// The keys of these members; one that is not among them is missing.
    pub async fn keys(&self, members: &[MemberId]) -> Result<Keys, VaultError> {
        if members.is_empty() {
            return Ok(Keys::new());
        }
        let members: Vec<Uuid> = members.iter().map(|member| member.uuid()).collect();
        let rows = sqlx::query_as!(
            Row,
            "SELECT member, wrapped, master FROM vault_keys WHERE member = ANY($1)",
            &members
        )
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter().map(|row| Ok((MemberId::new(row.member), self.held(&row)?))).collect()
    }

    /// As [`Self::keys`], where one read asks again and again: what it was given counts to its end.
    pub(super) async fn keys_once(&self, members: &[MemberId], given: &Given) -> Result<Keys, VaultError> {
        let mut keys = Keys::new();
        {
            let given = given.lock().expect("nobody panics while holding it");
            keys.extend(members.iter().filter_map(|member| Some((*member, given.get(member)?.clone()))));
        }
        let unknown: Vec<MemberId> =
            members.iter().copied().filter(|member| !keys.contains_key(member)).collect();
        let asked = self.keys(&unknown).await?;
        let mut given = given.lock().expect("nobody panics while holding it");
        if given.len() + asked.len() > GIVEN_MOST {
            given.clear();
        }
        given.extend(asked.iter().map(|(member, held)| (*member, held.clone())));
        keys.extend(asked);
        Ok(keys)
    }

    /// Those of the ids that are members'. Who ever joined has a row here, whatever became of the key.
    pub(super) async fn known(
        &self,
        ids: impl IntoIterator<Item = MemberId>,
    ) -> Result<Vec<MemberId>, VaultError> {
        let ids: Vec<Uuid> = ids.into_iter().map(MemberId::uuid).collect();
        let members = sqlx::query_scalar!("SELECT member FROM vault_keys WHERE member = ANY($1)", &ids)
            .fetch_all(&self.pool)
            .await?;
        Ok(members.into_iter().map(MemberId::new).collect())
    }

    fn held(&self, row: &Row) -> Result<Held, VaultError> {
        let (Some(wrapped), Some(fingerprint)) = (&row.wrapped, &row.master) else {
            return Ok(Held::Destroyed);
        };
        let member = MemberId::new(row.member);
        let master = self.masters.find(fingerprint).ok_or_else(|| VaultError::WrongMaster {
            given: self.masters.fingerprints().join(", "),
            expected: fingerprint.clone(),
        })?;
        let bits = master.unwrap(member, wrapped).ok_or(VaultError::Changed(member))?;
        Ok(Held::Key(Arc::new(MemberKey::new(&bits))))
    }

    /// As [`Self::keys`], for whoever appends: asks the table once a minute for each member.
    pub(super) async fn keys_to_append(&self, members: &[MemberId]) -> Result<Keys, VaultError> {
        let now = Instant::now();
        let mut keys = Keys::new();
        {
            let remembered = self.remembered.lock().expect("nobody panics while holding it");
            for member in members {
                if let Some((at, key)) = remembered.get(member)
                    && now.duration_since(*at) < REMEMBERED
                {
                    keys.insert(*member, Held::Key(Arc::clone(key)));
                }
            }
        }
        let unknown: Vec<MemberId> =
            members.iter().copied().filter(|member| !keys.contains_key(member)).collect();
        let asked = self.keys(&unknown).await?;
        let mut remembered = self.remembered.lock().expect("nobody panics while holding it");
        if remembered.len() + asked.len() > MOST {
            remembered.clear();
        }
        for (member, held) in asked {
            if let Held::Key(key) = &held {
                remembered.insert(member, (now, Arc::clone(key)));
            }
            keys.insert(member, held);
        }
        Ok(keys)
    }

    /// Makes the key of somebody who joins, unless there is one or it was destroyed.
    pub async fn make(&self, member: MemberId) -> Result<(), VaultError> {
        self.insert(&mut *self.pool.acquire().await?, &[(member, random_bits())]).await
    }

    /// Keeps new keys in somebody's transaction, wrapped by the active master key.
    pub(crate) async fn insert(
        &self,
        connection: &mut sqlx::PgConnection,
        keys: &[(MemberId, [u8; 32])],
    ) -> Result<(), VaultError> {
        // Held until the end of the transaction, so that a rotation misses no key.
        let active: String =
            sqlx::query_scalar!("SELECT fingerprint FROM vault_masters WHERE retired_at IS NULL FOR SHARE")
                .fetch_one(&mut *connection)
                .await?;
        let master = self.masters.find(&active).ok_or_else(|| VaultError::WrongMaster {
            given: self.masters.fingerprints().join(", "),
            expected: active.clone(),
        })?;
        let members: Vec<Uuid> = keys.iter().map(|(member, _)| member.uuid()).collect();
        let wrapped = keys.iter().map(|(member, bits)| master.wrap(*member, bits));
        let wrapped: Vec<Vec<u8>> =
            wrapped.collect::<Option<_>>().ok_or(VaultError::Changed(MemberId::new(Uuid::nil())))?;
        sqlx::query!(
            "INSERT INTO vault_keys (member, wrapped, master)
             SELECT member, wrapped, $3 FROM unnest($1::uuid[], $2::bytea[]) AS key (member, wrapped)
             ON CONFLICT (member) DO NOTHING",
            &members,
            &wrapped,
            active,
        )
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Destroys a member's key for ever. Doing it twice changes nothing. Returns when it was destroyed.
    pub async fn destroy(&self, member: MemberId, now: DateTime<Utc>) -> Result<DateTime<Utc>, VaultError> {
        self.remembered.lock().expect("nobody panics while holding it").remove(&member);
        let at = sqlx::query_scalar!(
            r#"INSERT INTO vault_keys AS key (member, destroyed_at) VALUES ($1, $2)
               ON CONFLICT (member) DO UPDATE
               SET wrapped = NULL, master = NULL, destroyed_at = coalesce(key.destroyed_at, $2)
               RETURNING destroyed_at AS "at!""#,
            member.uuid(),
            now
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(at)
    }

    /// Wraps every key by the master key that was given last, and retires the one before. All or nothing.
    pub async fn rotate(&self) -> Result<VaultStatus, VaultError> {
        let next = self.masters.last();
        let mut transaction = self.pool.begin().await?;
        let retired = sqlx::query!(
            "UPDATE vault_masters SET retired_at = now() WHERE retired_at IS NULL AND fingerprint <> $1",
            next.fingerprint()
        )
        .execute(&mut *transaction)
        .await?;
        if retired.rows_affected() > 0 {
            sqlx::query!(
                "INSERT INTO vault_masters (fingerprint) VALUES ($1)
                 ON CONFLICT (fingerprint) DO UPDATE SET retired_at = NULL, adopted_at = now()",
                next.fingerprint()
            )
            .execute(&mut *transaction)
            .await?;
        }
        while self.rewrap(&mut transaction).await? {}
        transaction.commit().await?;
        self.status().await
    }

    /// The next thousand keys. False when none is left.
    async fn rewrap(&self, transaction: &mut Transaction<'_, Postgres>) -> Result<bool, VaultError> {
        let next = self.masters.last();
        let rows = sqlx::query_as!(
            Row,
            "SELECT member, wrapped, master FROM vault_keys WHERE master <> $1 ORDER BY member LIMIT 1000",
            next.fingerprint()
        )
        .fetch_all(&mut **transaction)
        .await?;
        let mut members = Vec::with_capacity(rows.len());
        let mut wrapped = Vec::with_capacity(rows.len());
        for row in &rows {
            let member = MemberId::new(row.member);
            let master = row.master.as_deref().and_then(|fingerprint| self.masters.find(fingerprint));
            let master = master.ok_or_else(|| VaultError::WrongMaster {
                given: self.masters.fingerprints().join(", "),
                expected: row.master.clone().unwrap_or_default(),
            })?;
            let bits = row.wrapped.as_deref().and_then(|wrapped| master.unwrap(member, wrapped));
            let bits = bits.ok_or(VaultError::Changed(member))?;
            wrapped.push(next.wrap(member, &bits).ok_or(VaultError::Changed(member))?);
            members.push(row.member);
        }
        sqlx::query!(
            "UPDATE vault_keys SET wrapped = next.wrapped, master = $3
             FROM unnest($1::uuid[], $2::bytea[]) AS next (member, wrapped)
             WHERE vault_keys.member = next.member",
            &members,
            &wrapped,
            next.fingerprint(),
        )
        .execute(&mut **transaction)
        .await?;
        Ok(!rows.is_empty())
    }

    pub async fn status(&self) -> Result<VaultStatus, VaultError> {
        let active = active(&self.pool).await?;
        let row = sqlx::query!(
            r#"SELECT count(wrapped) AS "keys!", count(destroyed_at) AS "destroyed!",
                   count(*) FILTER (WHERE master <> $1) AS "to_rotate!" FROM vault_keys"#,
            active
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(VaultStatus { active, keys: row.keys, destroyed: row.destroyed, to_rotate: row.to_rotate })
    }

    /// Members who joined and whose key is missing, or does not open.
    pub async fn unusable(&self) -> Result<Vec<MemberId>, VaultError> {
        let rows = sqlx::query_as!(
            Row,
            r#"SELECT joined.member AS "member!", key.wrapped, key.master
               FROM (SELECT aggregate_id::uuid AS member FROM events
                     WHERE aggregate_type = 'member' AND sequence = 1) joined
               LEFT JOIN vault_keys key USING (member)
               WHERE key.destroyed_at IS NULL ORDER BY 1"#
        )
        .fetch_all(&self.pool)
        .await?;
        let fits = |row: &Row| row.wrapped.is_some() && self.held(row).is_ok();
        Ok(rows.iter().filter(|row| !fits(row)).map(|row| MemberId::new(row.member)).collect())
    }

    /// Members who were erased and whose key is there again: an older backup of the keys was restored.
    pub async fn returned(&self) -> Result<Vec<MemberId>, VaultError> {
        let members = sqlx::query_scalar!(
            "SELECT key.member FROM vault_keys key
             JOIN events ON aggregate_type = 'member' AND aggregate_id = key.member::text
                 AND event_type = 'MemberErased'
             WHERE key.wrapped IS NOT NULL ORDER BY 1"
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(members.into_iter().map(MemberId::new).collect())
    }

    /// When the member's key was destroyed, if it was.
    pub async fn destroyed_at(&self, member: MemberId) -> Result<Option<DateTime<Utc>>, VaultError> {
        let row = sqlx::query_scalar!("SELECT destroyed_at FROM vault_keys WHERE member = $1", member.uuid())
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.flatten())
    }
}

async fn active(pool: &PgPool) -> Result<String, VaultError> {
    Ok(sqlx::query_scalar!("SELECT fingerprint FROM vault_masters WHERE retired_at IS NULL")
        .fetch_one(pool)
        .await?)
}
