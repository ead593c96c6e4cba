//! Joining: the address is reserved with an account first, then the member joins, then a mail goes out.
//! A crash between any two steps heals when the form is sent again or the reactor comes by, and
//! nobody learns from the answer whether the address was known.

use domain::membership::{Email, Member, MemberCommand, MemberError};
use domain::{CommandId, Country, Language, MemberId};

use super::{
    Account, Entrance, Letter, LetterId, Matter, PasswordHash, Purpose, Retyped, Token, Unreachable,
    WeakPassword,
};
use crate::{Actor, DeskError, Order};

/// What a newcomer typed.
#[derive(Clone, Debug)]
pub struct Joining {
    pub name: String,
    pub email: Email,
    pub country: Country,
    pub language: Language,
    pub password: String,
}

/// A member whom an operator brings in: the address needs no mail.
#[derive(Clone, Debug)]
pub struct Enrolment {
    pub member: MemberId,
    pub joining: Joining,
}

#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    #[error(transparent)]
    Password(#[from] WeakPassword),
    #[error(transparent)]
    Desk(#[from] DeskError<MemberError>),
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
}

impl Entrance {
    /// `form` is the id of the filled-in form: sent twice, it makes one member and one mail.
    pub async fn join(&self, joining: Joining, form: CommandId) -> Result<(), JoinError> {
        self.judge(&joining).await?;
        let password = self.passwords.hash(&joining.password).await?;
        let wanted = Account {
            member: MemberId::new((self.new_id)()),
            email: joining.email.clone(),
            language: joining.language,
            password,
            confirmed: false,
            opened_by: form.uuid(),
        };
        let account = self.accounts.open(wanted.clone(), self.now()).await?;
        if account.confirmed {
            return Ok(self.tell_of_account(&account, &joining, form).await?);
        }
        let is_repeat = account.opened_by == form.uuid();
        if !is_repeat {
            if self.has_joined(account.member).await? {
                return Ok(self.mail_again(&account, joining, wanted.password, form).await?);
            }
            // The attempt before this one broke off: this one takes its place.
            self.accounts.reopen(Account { member: account.member, ..wanted }).await?;
        }
        self.carry_out_join(account.member, Actor::member(account.member, vec![]), joining, form).await
    }

    /// Makes a member who can sign in at once. Doing so again changes nothing.
    pub async fn enrol(&self, enrolment: Enrolment, actor: Actor) -> Result<MemberId, JoinError> {
        let Enrolment { member, joining } = enrolment;
        self.judge(&joining).await?;
        let form = CommandId::derived(&["enrol", &member.to_string()]);
        let account = Account {
            member,
            email: joining.email.clone(),
            language: joining.language,
            password: self.passwords.hash(&joining.password).await?,
            confirmed: true,
            opened_by: form.uuid(),
        };
        let account = self.accounts.open(account, self.now()).await?;
        let member = account.member;
        self.carry_out_join(member, actor.clone(), joining, form).await?;
        let confirm = CommandId::derived(&["enrol-confirm", &member.to_string()]);
        self.desk
            .execute::<Member>(&Order::new(actor, confirm), &member.to_string(), MemberCommand::ConfirmEmail)
            .await?;
        Ok(member)
    }

    async fn judge(&self, joining: &Joining) -> Result<(), JoinError> {
        let about = [joining.name.as_str(), joining.email.as_str()];
        Ok(self.passwords.judge(&joining.password, &about).await?)
    }

    pub(super) async fn has_joined(&self, member: MemberId) -> Result<bool, DeskError<MemberError>> {
        Ok(self.desk.load::<Member>(&member.to_string()).await?.id().is_some())
    }

    async fn carry_out_join(
        &self,
        id: MemberId,
        actor: Actor,
        joining: Joining,
        form: CommandId,
    ) -> Result<(), JoinError> {
        let Joining { name, email, country, language, .. } = joining;
        let command = MemberCommand::Join { id, name, email: email.as_str().to_owned(), country, language };
        Ok(self.desk.execute::<Member>(&Order::new(actor, form), &id.to_string(), command).await?)
    }

    /// Somebody joins again before the address was confirmed, perhaps since the mail was lost.
    async fn mail_again(
        &self,
        account: &Account,
        joining: Joining,
        password: PasswordHash,
        form: CommandId,
    ) -> Result<(), Unreachable> {
        let retyped = Some(Retyped { name: joining.name, country: joining.country });
        let id = LetterId::derived(&["confirm", &form.to_string(), &account.member.to_string()]);
        self.ask_to_confirm(account, id, joining.language, password, retyped).await
    }

    pub(super) async fn ask_to_confirm(
        &self,
        account: &Account,
        id: LetterId,
        language: Language,
        password: PasswordHash,
        retyped: Option<Retyped>,
    ) -> Result<(), Unreachable> {
        let secret = self.secret();
        let token = Token {
            member: account.member,
            purpose: Purpose::Confirm { password, retyped },
            language,
            expires_at: self.now() + super::confirming::VALID_FOR,
        };
        let letter = self.letter(id, account, language, &Matter::Confirm { secret: &secret });
        self.accounts.issue(&secret, token, letter, self.now()).await
    }

    async fn tell_of_account(
        &self,
        account: &Account,
        joining: &Joining,
        form: CommandId,
    ) -> Result<(), Unreachable> {
        let id = LetterId::derived(&["already-joined", &form.to_string(), &account.member.to_string()]);
        let letter: Letter = self.letter(id, account, joining.language, &Matter::AlreadyJoined);
        self.outbox.queue(letter, self.now()).await
    }
}
