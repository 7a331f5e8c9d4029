// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/banner.h"

namespace studio {

class CodeEditor;
class EditorTabs;
struct SaveAccess;

/// Whether the open files can be saved where they are, as their editors follow it; and what is said of the current
/// file, where it cannot. Main thread.
class AccessNotice final : public Banner
{
    Q_OBJECT

public:
    explicit AccessNotice(EditorTabs *tabs); ///< for its layout, which takes it over

    void update(const QString &path);                                ///< what the disk says of an open file
    void forgetDismissed(CodeEditor *editor);                        ///< it is shown again when update() finds it so
    [[nodiscard]] static bool hasObstacle(const CodeEditor *editor); ///< as update() found it last

Q_SIGNALS:
    void message(const QString &sentence, bool isError);
    void saveRequested(const QString &path); ///< after it was made writable
    void saveAsRequested();                  ///< of the current file

private:
    void showFor(const QString &path, const SaveAccess &access);
    [[nodiscard]] SaveAccess accessTo(const QString &path) const;
    void makeFileWritable(const QString &path);

    EditorTabs *m_tabs;
};

} // namespace studio
