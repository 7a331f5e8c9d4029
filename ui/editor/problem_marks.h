// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/diagnostic.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>

namespace studio {

class EditorTabs;
class Workspace;

/// Marks what is known to be wrong in the open files. A file is marked anew only where its problems or its text are not
/// those that it was marked for: the marks move with the text by themselves. Main thread.
class ProblemMarks final : public QObject
{
    Q_OBJECT

public:
    explicit ProblemMarks(EditorTabs *tabs); ///< which owns it

    void setWorkspace(Workspace *workspace); ///< null for none

private:
    struct Marked
    {
        QList<Diagnostic> found;
        bool isTyped = false; ///< the text was changed since
    };

    void add(const Diagnostic &found);
    void update();
    void markNew();
    void mark(const QString &path, const QList<Diagnostic> &found);
    void markOne(const QString &path, const Diagnostic &found);
    [[nodiscard]] QHash<QString, QList<Diagnostic>> foundByPath() const;

    EditorTabs *m_tabs;
    QPointer<Workspace> m_workspace;
    QHash<QString, Marked> m_marked; ///< by path; of open files
};

} // namespace studio
