//! Signed notes and checkpoints as C2SP has them: `signed-note` and `tlog-checkpoint`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::SigningKey;
use signed_note::{
    Note, NoteError, Signer, StandardSigner, StandardVerifier, Verifier, VerifierList, is_key_name_valid,
    key_id, new_ed25519_verifier_key,
};
use tlog_tiles::{Checkpoint, Hash};

use crate::random_bits;

/// Ed25519, in front of the bytes of a key.
const ED25519: u8 = 1;

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("a notary's name has no spaces and no plus, such as `portal.example.org/log`")]
    Name,
    #[error("this is not the key of a notary (C2SP signed-note)")]
    Malformed,
}

#[derive(Debug, thiserror::Error)]
pub enum NoteFault {
    #[error("it is not a signed note")]
    Malformed,
    #[error("it is not signed by the key {0}")]
    Unsigned(String),
    #[error("its signature is not that of the key {0}: the text was changed, or somebody else signed it")]
    Forged(String),
    #[error("it is no checkpoint of the log {0}")]
    NoCheckpoint(String),
    #[error("it is no certificate of a rebuild")]
    NoCertificate,
}

/// The notary's secret. Its name is the origin of its checkpoints.
pub struct NotaryKey {
    secret: String,
    verifier: VerifierKey,
}

/// What everybody checks the notary's signatures by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey(String);

/// A checkpoint whose signature was checked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Head {
    pub size: u64,
    pub root: Hash,
}

impl NotaryKey {
    pub fn generate(name: &str) -> Result<Self, KeyError> {
        if !is_key_name_valid(name) {
            return Err(KeyError::Name);
        }
        let key = SigningKey::from_bytes(&random_bits());
        let public = [&[ED25519], key.verifying_key().as_bytes().as_slice()].concat();
        let private = [&[ED25519], key.to_bytes().as_slice()].concat();
        let id = key_id(name, &public);
        let secret = format!("PRIVATE+KEY+{name}+{id:08x}+{}", BASE64.encode(private));
        Ok(Self { secret, verifier: VerifierKey(new_ed25519_verifier_key(name, &key.verifying_key())) })
    }

    /// As [`Self::secret`] gives it.
    pub fn parse(secret: &str) -> Result<Self, KeyError> {
        let secret = secret.trim().to_owned();
        let signer = StandardSigner::new(&secret).map_err(|_| KeyError::Malformed)?;
        // `PRIVATE+KEY+name+id+bits`; base64 has pluses too.
        let bits = secret.splitn(5, '+').last().and_then(|bits| BASE64.decode(bits).ok());
        let seed =
            bits.and_then(|bits| <[u8; 32]>::try_from(bits.get(1..)?).ok()).ok_or(KeyError::Malformed)?;
        let public = SigningKey::from_bytes(&seed).verifying_key();
        let verifier = VerifierKey(new_ed25519_verifier_key(signer.name(), &public));
        Ok(Self { secret, verifier })
    }

    /// To be kept in a file that only the notary reads.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    pub const fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// The text, which ends with a line break, with the signature below.
    pub fn sign(&self, text: &str) -> Result<String, NoteError> {
        let signer = StandardSigner::new(&self.secret).map_err(|_| NoteError::InvalidSigner)?;
        let mut note = Note::new(text.as_bytes(), &[])?;
        note.add_sigs(&[&signer])?;
        String::from_utf8(note.to_bytes()).map_err(|_| NoteError::MalformedNote)
    }

    pub fn checkpoint(&self, head: Head) -> Result<String, NoteError> {
        let checkpoint = Checkpoint::new(self.verifier.name(), head.size, head.root, "")
            .map_err(|_| NoteError::MalformedNote)?;
        let text = String::from_utf8(checkpoint.to_bytes()).map_err(|_| NoteError::MalformedNote)?;
        self.sign(&text)
    }
}

impl VerifierKey {
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        StandardVerifier::new(text).map(|_| Self(text.to_owned())).map_err(|_| KeyError::Malformed)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The origin of the checkpoints.
    pub fn name(&self) -> &str {
        self.0.split('+').next().unwrap_or_default()
    }

    /// The text of a note that this key signed.
    pub fn open(&self, note: &str) -> Result<String, NoteFault> {
        let verifier = StandardVerifier::new(&self.0).map_err(|_| NoteFault::Malformed)?;
        let known: Vec<Box<dyn Verifier>> = vec![Box::new(verifier)];
        let parsed = Note::from_bytes(note.as_bytes()).map_err(|_| NoteFault::Malformed)?;
        match parsed.verify(&VerifierList::new(known)) {
            Ok(_) => String::from_utf8(parsed.text().to_vec()).map_err(|_| NoteFault::Malformed),
            Err(NoteError::UnverifiedNote) => Err(NoteFault::Unsigned(self.0.clone())),
            Err(_) => Err(NoteFault::Forged(self.0.clone())),
        }
    }

    pub fn open_checkpoint(&self, note: &str) -> Result<Head, NoteFault> {
        let text = self.open(note)?;
        let other = || NoteFault::NoCheckpoint(self.name().to_owned());
        let checkpoint = Checkpoint::from_bytes(text.as_bytes()).map_err(|_| other())?;
        if checkpoint.origin() != self.name() {
            return Err(other());
        }
        Ok(Head { size: checkpoint.size(), root: *checkpoint.hash() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Head {
        Head { size: 7, root: Hash([3; 32]) }
    }

    #[test]
    fn a_checkpoint_is_signed_and_checked() {
        let key = NotaryKey::generate("portal.example.org/log").unwrap();
        let note = key.checkpoint(head()).unwrap();
        assert!(note.starts_with("portal.example.org/log\n7\nAwMD"), "{note}");
        assert_eq!(key.verifier().open_checkpoint(&note).unwrap(), head());
        let again = NotaryKey::parse(key.secret()).unwrap();
        assert_eq!(again.verifier(), key.verifier());
        assert_eq!(VerifierKey::parse(key.verifier().as_str()).unwrap(), *key.verifier());
    }

    #[test]
    fn a_changed_note_and_another_signer_are_told_apart() {
        let key = NotaryKey::generate("log").unwrap();
        let note = key.checkpoint(head()).unwrap();
        let changed = note.replacen("\n7\n", "\n8\n", 1);
        assert!(matches!(key.verifier().open(&changed), Err(NoteFault::Forged(_))));
        let other = NotaryKey::generate("log").unwrap().checkpoint(head()).unwrap();
        assert!(matches!(key.verifier().open(&other), Err(NoteFault::Unsigned(_))));
        assert!(matches!(key.verifier().open("x"), Err(NoteFault::Malformed)));
        let certificate = key.sign("something else\n").unwrap();
        assert!(matches!(key.verifier().open_checkpoint(&certificate), Err(NoteFault::NoCheckpoint(_))));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        assert!(matches!(NotaryKey::generate("two words"), Err(KeyError::Name)));
        for text in ["", "log+00000000+AAAA", "PRIVATE+KEY+log+00000000+AAAA"] {
            assert!(NotaryKey::parse(text).is_err() && VerifierKey::parse(text).is_err(), "{text}");
        }
    }
}
