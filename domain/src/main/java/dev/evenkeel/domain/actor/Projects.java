package dev.evenkeel.domain.actor;

import java.util.List;
import java.util.Optional;

/// The projects and their members. Called from any thread; may block. What a method changed is
/// durable when it returns. Throws [dev.evenkeel.domain.row.StorageUnavailableException] if no
/// answer could be had.
public interface Projects {

    /// Create `project`; false when its id is taken, and then nothing changed.
    boolean create(Project project);

    /// All projects, by id.
    List<Project> list();

    Optional<Project> find(ProjectId id);

    /// Add `member`, or change its role.
    void putMember(Member member);

    /// Remove the member with this actor id; false when there was none.
    boolean removeMember(ProjectId project, String actorId);

    /// By actor id.
    List<Member> members(ProjectId project);
}
