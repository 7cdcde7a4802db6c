//! Where the chapters stand: in parts, topics and folders.

/// Chapters in a topic: one that introduces it, those below it, and below one of those, three details.
const IN_TOPIC: usize = 8;

/// Topics in a part.
const TOPICS: usize = 6;

/// Where a chapter stands. The first is the introduction, ahead of all parts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The part and the topic in it, counted from 1; `None` for the introduction.
    topic: Option<(usize, usize)>,
    /// The place in the topic, counted from 0.
    place: usize,
}

impl Place {
    /// That of a chapter, counted from 0.
    pub(crate) fn of(chapter: usize) -> Place {
        let Some(chapter) = chapter.checked_sub(1) else {
            return Place {
                topic: None,
                place: 0,
            };
        };
        let topic = chapter / IN_TOPIC;
        Place {
            topic: Some((topic / TOPICS + 1, topic % TOPICS + 1)),
            place: chapter % IN_TOPIC,
        }
    }

    /// The file of the chapter below the source folder, where `slug` is a word for it that no other has.
    pub(crate) fn path(self, slug: &str) -> String {
        let Some((part, topic)) = self.topic else {
            return "introduction.md".to_owned();
        };
        let folder = format!("part-{part:02}/topic-{topic}");
        match self.depth() {
            0 => format!("{folder}/index.md"),
            1 => format!("{folder}/{slug}.md"),
            _ => format!("{folder}/details/{slug}.md"),
        }
    }

    /// How many chapters it stands below.
    pub(crate) fn depth(self) -> usize {
        match self.place {
            0 => 0,
            4..=6 => 2,
            _ => 1,
        }
    }

    /// The number of the part that begins with this chapter.
    pub(crate) fn begins_part(self) -> Option<usize> {
        let (part, topic) = self.topic?;
        (topic == 1 && self.place == 0).then_some(part)
    }

    /// Whether it stands ahead of all parts.
    pub(crate) fn is_introduction(self) -> bool {
        self.topic.is_none()
    }
}
