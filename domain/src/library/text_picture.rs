//! A picture that stands in members' texts. That it was sent is no event; that it is shown no more is one.

use serde::{Deserialize, Serialize};

use super::REASON_MAX;
use crate::text::{self, TextError};
use crate::{MemberId, PictureId, Rules, aggregate};

/// One picture. Its aggregate id is its `PictureId`.
#[derive(Default, Serialize, Deserialize)]
pub struct TextPicture {
    taken_down: bool,
}

#[derive(Clone, Debug)]
pub enum TextPictureCommand {
    /// `member` is who sent it.
    TakeDown { picture: PictureId, member: MemberId, reason: String },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextPictureEvent {
    PictureTakenDown { picture: PictureId, member: MemberId, reason: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextPictureError {
    #[error("the reason: {0}")]
    Reason(TextError),
}

impl Rules for TextPicture {
    fn decide(&self, command: TextPictureCommand) -> Result<Vec<TextPictureEvent>, TextPictureError> {
        match command {
            TextPictureCommand::TakeDown { .. } if self.taken_down => Ok(vec![]),
            TextPictureCommand::TakeDown { picture, member, reason } => {
                let reason = text::line(&reason, REASON_MAX).map_err(TextPictureError::Reason)?;
                Ok(vec![TextPictureEvent::PictureTakenDown { picture, member, reason }])
            }
        }
    }

    fn evolve(&mut self, event: &TextPictureEvent) {
        match event {
            TextPictureEvent::PictureTakenDown { .. } => self.taken_down = true,
        }
    }
}

aggregate!(
    "text_picture",
    TextPicture,
    TextPictureCommand,
    TextPictureError,
    TextPictureEvent { PictureTakenDown: "1" }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::given;

    fn take_down(reason: &str) -> TextPictureCommand {
        TextPictureCommand::TakeDown {
            picture: PictureId::derived(&["fair"]),
            member: MemberId::derived(&["ana"]),
            reason: reason.into(),
        }
    }

    fn taken_down() -> TextPictureEvent {
        TextPictureEvent::PictureTakenDown {
            picture: PictureId::derived(&["fair"]),
            member: MemberId::derived(&["ana"]),
            reason: "Nobody asked the children 👧🏽".into(),
        }
    }

    #[test]
    fn a_picture_is_taken_down_once_and_with_a_reason() {
        given::<TextPicture>([]).when(take_down(" Nobody asked  the children 👧🏽 ")).then([taken_down()]);
        given::<TextPicture>([taken_down()]).when(take_down("Again")).then_nothing();
        for (reason, fault) in
            [(" ", TextError::Empty), (&*"x".repeat(REASON_MAX + 1), TextError::TooLong(REASON_MAX))]
        {
            given::<TextPicture>([]).when(take_down(reason)).then_refused(TextPictureError::Reason(fault));
        }
    }
}
