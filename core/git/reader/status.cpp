// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/reader/status.h"

#include "core/git/reader/committed.h"
#include "core/git/reader/repository.h"

#include <map>
#include <string_view>

namespace studio::git::reader {

namespace {

enum class Compared { HeadToIndex, IndexToFiles };

/// The letter that VS Code shows; '\0' for none.
char letterOf(git_delta_t state)
{
    switch (state) {
    case GIT_DELTA_CONFLICTED:
        return '!';
    case GIT_DELTA_UNTRACKED:
        return 'U';
    case GIT_DELTA_ADDED:
        return 'A';
    case GIT_DELTA_DELETED:
        return 'D';
    case GIT_DELTA_MODIFIED:
    case GIT_DELTA_RENAMED:
    case GIT_DELTA_COPIED:
    case GIT_DELTA_TYPECHANGE:
        return 'M';
    case GIT_DELTA_UNREADABLE:
    case GIT_DELTA_UNMODIFIED:
    case GIT_DELTA_IGNORED:
        break;
    }
    return '\0';
}

/// Which of the letters of a file is told: the one that stands first here. A file that was added and is gone is 'D'.
int rankOf(char letter)
{
    return static_cast<int>(std::string_view("!UDAM").find(letter));
}

/// Takes what libgit2 finds, one by one, while it still looks: nothing is collected that is not wanted, and it ends
/// when the limits are reached.
class Collector
{
public:
    explicit Collector(const StatusLimits &limits)
        : m_limits(limits), m_end(std::chrono::steady_clock::now() + limits.timeLimit)
    {
    }

    /// False where libgit2 failed by itself.
    bool compare(git_repository *repository, git_tree *head, Compared compared, const git_diff_options &base)
    {
        git_diff_options options = base;
        options.payload = this;
        options.notify_cb = [](const git_diff *list, const git_diff_delta *delta, const char *, void *self) {
            static_cast<Collector *>(self)->takePending(list);
            return static_cast<Collector *>(self)->take(*delta);
        };
        options.progress_cb = [](const git_diff *list, const char *, const char *, void *self) {
            static_cast<Collector *>(self)->takePending(list);
            return static_cast<Collector *>(self)->isOver() ? stop : 0;
        };
        m_kept = 0;
        Diff diff;
        const int ended = compared == Compared::HeadToIndex
                              ? git_diff_tree_to_index(diff.out(), repository, head, nullptr, &options)
                              : git_diff_index_to_workdir(diff.out(), repository, nullptr, &options);
        if (ended >= 0) {
            takePending(diff.get());
        }
        m_pending.clear();
        return ended >= 0 || !m_isComplete;
    }

    void noteIncomplete() { m_isComplete = false; }

    void addTo(Status &status) const
    {
        for (const auto &[path, letter] : m_letters) {
            status.entries.push_back({letter, path});
        }
        status.isComplete = m_isComplete;
    }

private:
    static constexpr int stop = -1;
    static constexpr int notKept = 1; ///< in the list of libgit2, which is not read

    int take(const git_diff_delta &delta)
    {
        const char letter = letterOf(delta.status);
        const char *const path = delta.new_file.path ? delta.new_file.path : delta.old_file.path;
        if (letter == '\0' || !path) {
            return notKept;
        }
        if (letter == 'U' && std::string_view(path).ends_with('/')) {
            m_pending = path;
            return 0;
        }
        add(path, letter);
        return m_isComplete ? notKept : stop;
    }

    /// A folder of which nothing is in the repository is told before libgit2 has looked for a file in it that is not
    /// ignored. Where it finds none it takes the folder from its list again.
    void takePending(const git_diff *list)
    {
        if (!m_pending.empty() && git_diff_num_deltas(list) > m_kept) {
            m_kept = git_diff_num_deltas(list);
            add(m_pending, 'U');
        }
        m_pending.clear();
    }

    void add(const std::string &path, char letter)
    {
        const auto known = m_letters.find(path);
        if (known != m_letters.end()) {
            known->second = rankOf(letter) < rankOf(known->second) ? letter : known->second;
            return;
        }
        m_bytes += path.size();
        if (m_letters.size() >= m_limits.maxEntries || m_bytes > m_limits.maxBytes) {
            m_isComplete = false;
            return;
        }
        m_letters.emplace(path, letter);
    }

    bool isOver()
    {
        m_isComplete = m_isComplete && std::chrono::steady_clock::now() < m_end;
        return !m_isComplete;
    }

    StatusLimits m_limits;
    std::chrono::steady_clock::time_point m_end;
    std::map<std::string, char, std::less<>> m_letters;
    size_t m_bytes = 0;
    std::string m_pending; ///< a folder that is looked through
    size_t m_kept = 0;     ///< folders in the list of libgit2
    bool m_isComplete = true;
};

/// Null where there is no commit yet. False: it cannot be read.
bool readHead(git_repository *repository, Object &tree)
{
    Reference head;
    const int found = git_repository_head(head.out(), repository);
    if (found == GIT_EUNBORNBRANCH || found == GIT_ENOTFOUND) {
        return true;
    }
    return found >= 0 && git_reference_peel(tree.out(), head.get(), GIT_OBJECT_TREE) >= 0;
}

} // namespace

std::optional<Status> readStatus(const std::string &folder, const StatusLimits &limits)
{
    Repository repository;
    Object head;
    Index index;
    const std::string place = resolved(folder);
    if (place.empty() || !openRepository(repository, place) || !readHead(repository.get(), head) ||
        git_repository_index(index.out(), repository.get()) < 0 || git_index_read(index.get(), 0) < 0) {
        return std::nullopt;
    }
    Status status{.files = filesOf(repository), .watched = watchedFolders(repository.get()), .entries = {}};
    std::string below = relativeTo(repository, place); // empty for all of it
    char *only = below.data();
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    options.flags = GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_INCLUDE_TYPECHANGE | GIT_DIFF_IGNORE_SUBMODULES |
                    GIT_DIFF_DISABLE_PATHSPEC_MATCH;
    options.pathspec = {.strings = &only, .count = below.empty() ? 0U : 1U};
    Collector collector(limits);
    if (!collector.compare(repository.get(), reinterpret_cast<git_tree *>(head.get()), Compared::HeadToIndex,
                           options)) {
        return std::nullopt;
    }
    // It fails for one folder that it cannot go through, such as one deeper than paths can be long.
    if (!collector.compare(repository.get(), nullptr, Compared::IndexToFiles, options)) {
        collector.noteIncomplete();
    }
    collector.addTo(status);
    return status;
}

} // namespace studio::git::reader
