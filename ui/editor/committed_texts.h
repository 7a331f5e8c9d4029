// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/git/head_watcher.h"

#include <QByteArray>
#include <QObject>

#include <optional>

namespace studio {

class CodeEditor;
class EditorTabs;

/// What git's last commit has of the files that are open, and the marks of what was changed since (ChangeMarks). Main
/// thread; repositories are read by a process.
class CommittedTexts final : public QObject
{
    Q_OBJECT

public:
    explicit CommittedTexts(EditorTabs *tabs); ///< which owns it

    void add(CodeEditor *editor); ///< gives it marks
    /// The text as the editor would show it, in UTF-8 with plain line ends (core/git). Nothing where there is none to
    /// compare with: outside of a repository, in a submodule, not committed, too large, damaged, or no text.
    Task<std::optional<QByteArray>> read(const CodeEditor *editor);
    [[nodiscard]] EditorTabs *tabs() const { return m_tabs; }

Q_SIGNALS:
    void outdated(); ///< another commit may be the current one

private:
    EditorTabs *m_tabs;
    git::HeadWatcher m_watcher;
};

} // namespace studio
