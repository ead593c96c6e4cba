//! Accounts and the tokens of mails, in Postgres.

use application::membership::{
    Account, Accounts, Letter, PasswordHash, Presented, Purpose, Retyped, Secret, Token, Unreachable,
};
use chrono::{DateTime, Utc};
use domain::MemberId;
use domain::membership::Email;
use futures::future::BoxFuture;
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, PgPool};
use tokio::sync::Notify;

use crate::outbox;

/// Secrets have 256 random bits, so a plain hash cannot be turned back.
pub(crate) fn fingerprint(secret: &Secret) -> Vec<u8> {
    Sha256::digest(secret.bytes()).to_vec()
}

/// A stored value that this program cannot read counts as a fault of the database.
pub(crate) fn unreachable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Unreachable {
    Unreachable(error.into())
}

pub struct PostgresAccounts {
    pool: PgPool,
    /// Rung when a letter was queued along.
    queued: std::sync::Arc<Notify>,
}

impl PostgresAccounts {
    pub const fn new(pool: PgPool, queued: std::sync::Arc<Notify>) -> Self {
        Self { pool, queued }
    }
}

struct AccountRow {
    member: uuid::Uuid,
    email: String,
    password: String,
    language: String,
    opened_by: uuid::Uuid,
    confirmed_at: Option<DateTime<Utc>>,
}

impl TryFrom<AccountRow> for Account {
    type Error = Unreachable;

    fn try_from(row: AccountRow) -> Result<Self, Unreachable> {
        Ok(Self {
            member: MemberId::new(row.member),
            email: row.email.parse().map_err(unreachable)?,
            language: row.language.parse().map_err(unreachable)?,
            password: PasswordHash(row.password),
            confirmed: row.confirmed_at.is_some(),
            opened_by: row.opened_by,
        })
    }
}

impl PostgresAccounts {
    async fn insert(&self, account: &Account, at: DateTime<Utc>) -> Result<bool, sqlx::Error> {
        let done = sqlx::query!(
            "INSERT INTO accounts (member, email, email_key, password, language, opened_by, opened_at, confirmed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (email_key) DO NOTHING",
            account.member.uuid(),
            account.email.as_str(),
            account.email.key(),
            account.password.0,
            account.language.code(),
            account.opened_by,
            at,
            account.confirmed.then_some(at),
        )
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn by_address(&self, email: &Email) -> Result<Option<Account>, Unreachable> {
        sqlx::query_as!(
            AccountRow,
            "SELECT member, email, password, language, opened_by, confirmed_at FROM accounts WHERE email_key = $1",
            email.key()
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(unreachable)?
        .map(Account::try_from)
        .transpose()
    }

    /// Both in one transaction; the letter's id decides whether this was done before.
    async fn insert_token(
        &self,
        secret: &Secret,
        token: Token,
        letter: Letter,
        at: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let (purpose, password, retyped) = match token.purpose {
            Purpose::Confirm { password, retyped } => ("confirm", Some(password.0), retyped),
            Purpose::Reset => ("reset", None, None),
        };
        let (name, country) =
            retyped.map(|retyped| (retyped.name, retyped.country.code().to_owned())).unzip();
        let mut transaction = self.pool.begin().await?;
        if !outbox::insert(&mut transaction, &letter, at).await? {
            return Ok(());
        }
        sqlx::query!(
            "INSERT INTO tokens (secret_hash, member, purpose, language, password, name, country, made_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            fingerprint(secret),
            token.member.uuid(),
            purpose,
            token.language.code(),
            password,
            name,
            country,
            at,
            token.expires_at,
        )
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        self.queued.notify_one();
        Ok(())
    }

    async fn present(&self, secret: &Secret, at: DateTime<Utc>) -> Result<Presented, Unreachable> {
        let row = sqlx::query!(
            "SELECT member, purpose, language, password, name, country, expires_at,
                    spent_at IS NOT NULL OR expires_at <= $2 AS \"spent!\"
             FROM tokens WHERE secret_hash = $1",
            fingerprint(secret),
            at
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(unreachable)?;
        let Some(row) = row else { return Ok(Presented::Unknown) };
        if row.spent {
            return Ok(Presented::Spent);
        }
        let retyped = match (row.name, row.country) {
            (Some(name), Some(country)) => {
                Some(Retyped { name, country: country.parse().map_err(unreachable)? })
            }
            _ => None,
        };
        let purpose = match row.password {
            Some(password) => Purpose::Confirm { password: PasswordHash(password), retyped },
            None => Purpose::Reset,
        };
        Ok(Presented::Valid(Token {
            member: MemberId::new(row.member),
            purpose,
            language: row.language.parse().map_err(unreachable)?,
            expires_at: row.expires_at,
        }))
    }

    async fn carry_out_confirm(&self, secret: &Secret, at: DateTime<Utc>) -> Result<bool, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let Some(member) = spend(&mut transaction, secret, "confirm", at).await? else { return Ok(false) };
        sqlx::query!(
            "UPDATE accounts SET confirmed_at = $2, password = tokens.password, language = tokens.language
             FROM tokens WHERE accounts.member = $1 AND tokens.secret_hash = $3 AND confirmed_at IS NULL",
            member,
            at,
            fingerprint(secret),
        )
        .execute(&mut *transaction)
        .await?;
        void_tokens(&mut transaction, member, at).await?;
        transaction.commit().await?;
        Ok(true)
    }

    async fn carry_out_reset(
        &self,
        secret: &Secret,
        password: PasswordHash,
        notice: &Letter,
        at: DateTime<Utc>,
    ) -> Result<bool, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let Some(member) = spend(&mut transaction, secret, "reset", at).await? else { return Ok(false) };
        sqlx::query!(
            "UPDATE accounts SET password = $2, confirmed_at = coalesce(confirmed_at, $3) WHERE member = $1",
            member,
            password.0,
            at
        )
        .execute(&mut *transaction)
        .await?;
        sqlx::query!("DELETE FROM sessions WHERE member = $1", member).execute(&mut *transaction).await?;
        void_tokens(&mut transaction, member, at).await?;
        outbox::insert(&mut transaction, notice, at).await?;
        transaction.commit().await?;
        self.queued.notify_one();
        Ok(true)
    }
}

impl PostgresAccounts {
    /// Sessions and tokens go with the account. A form that was kept names nobody; what holds the address
    /// goes, and the others within their hour.
    async fn carry_out_forget(
        &self,
        member: MemberId,
        receipt: Option<&Letter>,
        at: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let removed =
            sqlx::query_scalar!("DELETE FROM accounts WHERE member = $1 RETURNING email_key", member.uuid())
                .fetch_optional(&mut *transaction)
                .await?;
        let Some(address) = removed else { return Ok(()) };
        sqlx::query!(
            "DELETE FROM kept_forms WHERE expires_at <= $1 OR strpos(lower(fields::text), $2) > 0",
            at,
            address
        )
        .execute(&mut *transaction)
        .await?;
        // Faces and places: they go out of texts that others may have put them in.
        sqlx::query!("DELETE FROM pictures WHERE member = $1", member.uuid())
            .execute(&mut *transaction)
            .await?;
        outbox::take_back(&mut transaction, &address).await?;
        if let Some(receipt) = receipt {
            outbox::insert_last(&mut transaction, receipt, at).await?;
        }
        transaction.commit().await?;
        self.queued.notify_one();
        Ok(())
    }
}

/// Marks the token as used, once: of two requests with it, one gets the member.
async fn spend(
    connection: &mut PgConnection,
    secret: &Secret,
    purpose: &str,
    at: DateTime<Utc>,
) -> Result<Option<uuid::Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "UPDATE tokens SET spent_at = $3
         WHERE secret_hash = $1 AND purpose = $2 AND spent_at IS NULL AND expires_at > $3 RETURNING member",
        fingerprint(secret),
        purpose,
        at
    )
    .fetch_optional(connection)
    .await
}

/// All links that the member has not used yet work no longer.
async fn void_tokens(
    connection: &mut PgConnection,
    member: uuid::Uuid,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!("UPDATE tokens SET spent_at = $2 WHERE member = $1 AND spent_at IS NULL", member, at)
        .execute(connection)
        .await?;
    Ok(())
}

impl Accounts for PostgresAccounts {
    fn open(&self, account: Account, at: DateTime<Utc>) -> BoxFuture<'_, Result<Account, Unreachable>> {
        Box::pin(async move {
            if self.insert(&account, at).await.map_err(unreachable)? {
                return Ok(account);
            }
            let taken = self.by_address(&account.email).await?;
            taken.ok_or_else(|| unreachable("the account was removed at this moment"))
        })
    }

    fn reopen(&self, account: Account) -> BoxFuture<'_, Result<(), Unreachable>> {
        Box::pin(async move {
            sqlx::query!(
                "UPDATE accounts SET email = $2, password = $3, language = $4, opened_by = $5
                 WHERE member = $1 AND confirmed_at IS NULL",
                account.member.uuid(),
                account.email.as_str(),
                account.password.0,
                account.language.code(),
                account.opened_by
            )
            .execute(&self.pool)
            .await
            .map_err(unreachable)?;
            Ok(())
        })
    }

    fn of_address<'a>(&'a self, email: &'a Email) -> BoxFuture<'a, Result<Option<Account>, Unreachable>> {
        Box::pin(self.by_address(email))
    }

    fn of_member(&self, member: MemberId) -> BoxFuture<'_, Result<Option<Account>, Unreachable>> {
        Box::pin(async move {
            sqlx::query_as!(
                AccountRow,
                "SELECT member, email, password, language, opened_by, confirmed_at FROM accounts WHERE member = $1",
                member.uuid()
            )
            .fetch_optional(&self.pool)
            .await
            .map_err(unreachable)?
            .map(Account::try_from)
            .transpose()
        })
    }

    fn rehash(&self, member: MemberId, password: PasswordHash) -> BoxFuture<'_, Result<(), Unreachable>> {
        Box::pin(async move {
            sqlx::query!("UPDATE accounts SET password = $2 WHERE member = $1", member.uuid(), password.0)
                .execute(&self.pool)
                .await
                .map_err(unreachable)?;
            Ok(())
        })
    }

    fn issue<'a>(
        &'a self,
        secret: &'a Secret,
        token: Token,
        letter: Letter,
        at: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<(), Unreachable>> {
        Box::pin(async move { self.insert_token(secret, token, letter, at).await.map_err(unreachable) })
    }

    fn token<'a>(
        &'a self,
        secret: &'a Secret,
        at: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<Presented, Unreachable>> {
        Box::pin(self.present(secret, at))
    }

    fn confirm<'a>(
        &'a self,
        secret: &'a Secret,
        at: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<bool, Unreachable>> {
        Box::pin(async move { self.carry_out_confirm(secret, at).await.map_err(unreachable) })
    }

    fn reset<'a>(
        &'a self,
        secret: &'a Secret,
        password: PasswordHash,
        notice: Letter,
        at: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<bool, Unreachable>> {
        Box::pin(
            async move { self.carry_out_reset(secret, password, &notice, at).await.map_err(unreachable) },
        )
    }

    fn forget(
        &self,
        member: MemberId,
        receipt: Option<Letter>,
        at: DateTime<Utc>,
    ) -> BoxFuture<'_, Result<(), Unreachable>> {
        Box::pin(
            async move { self.carry_out_forget(member, receipt.as_ref(), at).await.map_err(unreachable) },
        )
    }
}
