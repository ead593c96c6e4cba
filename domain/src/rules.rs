//! The bridge between cqrs-es and the portal's rules: `decide` and `evolve` are synchronous and pure.
//! The `aggregate!` macro writes what cqrs-es asks for beside them.

/// The rules of one aggregate.
pub trait Rules: cqrs_es::Aggregate {
    /// The events that the command causes here, none when it changes nothing.
    fn decide(&self, command: Self::Command) -> Result<Vec<Self::Event>, Self::Error>;

    /// The state after the event.
    fn evolve(&mut self, event: &Self::Event);
}

/// Implements `cqrs_es::Aggregate` by [`Rules`], and `DomainEvent` with the version of each event.
#[macro_export]
macro_rules! aggregate {
    ($type:literal, $aggregate:ident, $command:ident, $error:ident, $event:ident {
        $($variant:ident : $version:literal),+ $(,)?
    }) => {
        impl cqrs_es::Aggregate for $aggregate {
            const TYPE: &'static str = $type;
            type Command = $command;
            type Event = $event;
            type Error = $error;
            type Services = ();

            async fn handle(
                &mut self,
                command: Self::Command,
                (): &Self::Services,
                sink: &cqrs_es::event_sink::EventSink<Self>,
            ) -> Result<(), Self::Error> {
                for event in $crate::Rules::decide(self, command)? {
                    sink.write(event, self).await;
                }
                Ok(())
            }

            fn apply(&mut self, event: Self::Event) {
                $crate::Rules::evolve(self, &event);
            }
        }

        impl cqrs_es::DomainEvent for $event {
            fn event_type(&self) -> String {
                match self {
                    $(Self::$variant { .. } => stringify!($variant).to_owned(),)+
                }
            }

            fn event_version(&self) -> String {
                match self {
                    $(Self::$variant { .. } => $version.to_owned(),)+
                }
            }
        }

        impl $event {
            /// Every event of this aggregate with its current version.
            pub const VERSIONS: &'static [(&'static str, &'static str)] =
                &[$((stringify!($variant), $version)),+];
        }
    };
}

/// Given/when/then for rules: `given([saved()]).when(Remove).then([BookmarkRemoved])`.
#[cfg(test)]
pub mod testing {
    use super::Rules;

    pub struct Given<A>(A);
    pub struct Decided<A: Rules>(Result<Vec<A::Event>, A::Error>);

    pub fn given<A: Rules>(history: impl IntoIterator<Item = A::Event>) -> Given<A> {
        let mut state = A::default();
        for event in history {
            state.evolve(&event);
        }
        Given(state)
    }

    impl<A: Rules> Given<A> {
        pub fn when(self, command: A::Command) -> Decided<A> {
            Decided(self.0.decide(command))
        }
    }

    impl<A: Rules> Decided<A>
    where
        A::Error: PartialEq,
    {
        #[track_caller]
        pub fn then(self, expected: impl IntoIterator<Item = A::Event>) {
            assert_eq!(self.0.expect("the command was refused"), expected.into_iter().collect::<Vec<_>>());
        }

        #[track_caller]
        pub fn then_nothing(self) {
            self.then([]);
        }

        #[track_caller]
        #[expect(clippy::needless_pass_by_value, reason = "tests read as sentences")]
        pub fn then_refused(self, expected: A::Error) {
            assert_eq!(self.0.expect_err("the command was accepted"), expected);
        }
    }
}
