//! Passwords: argon2id in the blocking pool, a few at a time, since each takes much memory.

use std::sync::Arc;

use application::membership::{
    PASSWORD_MAX, PASSWORD_MIN, PasswordHash, Passwords, Unreachable, WeakPassword,
};
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::text;
use futures::future::BoxFuture;
use tokio::sync::Semaphore;
use zxcvbn::Score;

use crate::accounts::unreachable;

/// Words that an attacker of this portal would try.
const OF_THE_PORTAL: [&str; 6] = ["iaspn", "oas", "oea", "portal", "knowledge", "social"];

/// Characters that a password needs beside words of the member and of the portal.
const OF_ONES_OWN: usize = 6;

/// Parts that are long enough to be told from chance, without accents.
fn own_words(about: &[&str]) -> Vec<String> {
    let folded = about.iter().map(|text| text::folded(text));
    let mut words: Vec<String> = folded
        .flat_map(|text| text.split(' ').map(str::to_owned).collect::<Vec<_>>())
        .chain(OF_THE_PORTAL.map(str::to_owned))
        .filter(|word| word.len() > 2)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// How many characters stay when the words are taken out.
fn leftover(password: &str, words: &[String]) -> usize {
    let mut rest = text::folded(password).replace(' ', "");
    let before = rest.len();
    for word in words {
        rest = rest.replace(word, "");
    }
    // Marks alone fold to nothing, and are not of the member's words.
    if rest.len() == before { password.chars().count() } else { rest.len() }
}

pub struct Argon2Passwords {
    argon2: Argon2<'static>,
    /// Verified against when there is no account, so that the answer takes as long.
    dummy: Arc<str>,
    turns: Arc<Semaphore>,
}

impl Argon2Passwords {
    /// 19 MiB, two passes, one lane (OWASP's Password Storage Cheat Sheet), four at a time.
    pub fn try_new() -> Result<Self, Unreachable> {
        Self::try_with(19_456, 2, 4)
    }

    /// `memory` in KiB.
    pub fn try_with(memory: u32, passes: u32, at_a_time: usize) -> Result<Self, Unreachable> {
        let params = Params::new(memory, passes, 1, None).map_err(unreachable)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let dummy = argon2.hash_password(b"nobody").map_err(unreachable)?.to_string().into();
        Ok(Self { argon2, dummy, turns: Arc::new(Semaphore::new(at_a_time)) })
    }

    /// Runs the work where it holds up no other request.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(Argon2<'static>) -> T + Send + 'static,
    ) -> Result<T, Unreachable> {
        let _turn = self.turns.acquire().await.map_err(unreachable)?;
        let argon2 = self.argon2.clone();
        tokio::task::spawn_blocking(move || work(argon2)).await.map_err(unreachable)
    }
}

impl Passwords for Argon2Passwords {
    fn judge<'a>(
        &'a self,
        password: &'a str,
        about: &'a [&'a str],
    ) -> BoxFuture<'a, Result<(), WeakPassword>> {
        Box::pin(async move {
            let length = password.chars().count();
            if length < PASSWORD_MIN {
                return Err(WeakPassword::Short);
            }
            if length > PASSWORD_MAX {
                return Err(WeakPassword::Long);
            }
            let own = own_words(about);
            if leftover(password, &own) < OF_ONES_OWN {
                return Err(WeakPassword::Guessable);
            }
            let password = password.to_owned();
            let judged = tokio::task::spawn_blocking(move || {
                let words: Vec<&str> = own.iter().map(String::as_str).collect();
                zxcvbn::zxcvbn(&password, &words).score()
            });
            match judged.await {
                Ok(Score::Three | Score::Four) => Ok(()),
                Ok(_) | Err(_) => Err(WeakPassword::Guessable),
            }
        })
    }

    fn hash<'a>(&'a self, password: &'a str) -> BoxFuture<'a, Result<PasswordHash, Unreachable>> {
        let password = password.to_owned();
        Box::pin(async move {
            self.in_turn(move |argon2| argon2.hash_password(password.as_bytes()))
                .await?
                .map(|hash| PasswordHash(hash.to_string()))
                .map_err(unreachable)
        })
    }

    fn verify<'a>(&'a self, password: &'a str, hash: Option<&'a PasswordHash>) -> BoxFuture<'a, bool> {
        let (password, known) = (password.to_owned(), hash.is_some());
        let hash = hash.map_or_else(|| Arc::clone(&self.dummy), |hash| hash.0.as_str().into());
        Box::pin(async move {
            let fits = self.in_turn(move |argon2| {
                // Longer ones cannot have been chosen; they are cut so that they cost no more.
                let password: String = password.chars().take(PASSWORD_MAX + 1).collect();
                argon2.verify_password(password.as_bytes(), &*hash).is_ok()
            });
            fits.await.unwrap_or(false) && known
        })
    }

    fn is_outdated(&self, hash: &PasswordHash) -> bool {
        let costs = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
        let made_with = phc::PasswordHash::new(&hash.0).ok().and_then(|hash| Params::try_from(&hash).ok());
        made_with.is_none_or(|params| costs(&params) != costs(self.argon2.params()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_alone() {
        let passwords = Argon2Passwords::try_with(64, 1, 2).unwrap();
        let hash = passwords.hash("tambor lluvia 47 faro").await.unwrap();
        assert!(passwords.verify("tambor lluvia 47 faro", Some(&hash)).await);
        assert!(!passwords.verify("tambor lluvia 47 Faro", Some(&hash)).await);
        assert!(!passwords.verify("", Some(&hash)).await);
        assert!(!passwords.verify("tambor lluvia 47 faro", Some(&PasswordHash("nonsense".into()))).await);
        assert_ne!(passwords.hash("tambor lluvia 47 faro").await.unwrap(), hash, "salted");
    }

    #[tokio::test]
    async fn nobody_signs_in_with_the_password_of_the_dummy() {
        let passwords = Argon2Passwords::try_with(64, 1, 2).unwrap();
        assert!(!passwords.verify("nobody", None).await);
    }

    #[tokio::test]
    async fn the_parameters_are_those_of_the_cheat_sheet() {
        let passwords = Argon2Passwords::try_new().unwrap();
        let hash = passwords.hash("tambor lluvia 47 faro").await.unwrap();
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.0);
        assert!(!passwords.is_outdated(&hash));
        assert!(Argon2Passwords::try_with(64, 1, 2).unwrap().is_outdated(&hash));
    }

    #[tokio::test]
    async fn a_passphrase_is_accepted_and_words_of_ones_own_do_not_count() {
        let passwords = Argon2Passwords::try_with(64, 1, 2).unwrap();
        let about = ["Guadalupe Etcheverry", "guadalupe@desarrollo.example"];
        assert_eq!(passwords.judge("tambor lluvia 47 faro", &about).await, Ok(()));
        assert_eq!(passwords.judge("corazón y café 62", &about).await, Ok(()));
        for guessable in ["Etcheverry2026", "guadalupe.etcheverry", "iaspn-portal-1", "1234567890"] {
            assert_eq!(passwords.judge(guessable, &about).await, Err(WeakPassword::Guessable), "{guessable}");
        }
    }
}
