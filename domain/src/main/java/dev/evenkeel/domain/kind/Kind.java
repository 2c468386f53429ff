package dev.evenkeel.domain.kind;

import dev.evenkeel.domain.content.Schema;
import dev.evenkeel.domain.content.Value;
import dev.evenkeel.domain.document.DocumentId;

import java.util.List;

/// A kind of document: what it is made of and which contents are right. Pure and immutable.
public sealed interface Kind {

    /// The prefix of its documents' names.
    String name();

    /// Documents that Evenkeel keeps and relays but does not look into: no schema, no row content,
    /// nothing to save. This is what any Yjs application gets.
    record Free(String name) implements Kind {}

    /// Documents with stored truth.
    non-sealed interface Stored extends Kind {

        Schema schema();

        /// The content of a document that was never saved.
        Value.Obj initial(DocumentId id);

        /// `content` as it is stored: members that are no content dropped, defaults filled in,
        /// forms made one. Normalising twice changes nothing more. Never fails: what is wrong stays
        /// wrong for [#validate] to name.
        Value.Obj normalise(DocumentId id, Value.Obj content);

        /// A normalised `content` without what hangs in the air: what refers to something that was
        /// removed goes with it. For content that was read from a live document, where clients
        /// remove a thing and leave what referred to it. Not for what somebody sends: there a wrong
        /// reference is a mistake for [#validate] to name.
        default Value.Obj prune(Value.Obj content) {
            return content;
        }

        /// What is wrong with a normalised content; empty when it can be stored.
        List<Problem> validate(Value.Obj content);

        /// The document's name within its project, which is unique there.
        String title(Value.Obj content);

        /// `content` with its title replaced, for what renames a row (a soft delete).
        Value.Obj withTitle(Value.Obj content, String title);
    }
}
