// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>

#include <functional>

namespace studio {

class SplitViews;

/// What stands on the tabs: the file's name, with its folder where another open file has the same name, and a dot while
/// it is not saved; the tip says where the file lies. Main thread.
class TabTitles final : public QObject
{
    Q_OBJECT

public:
    explicit TabTitles(SplitViews *views); ///< which owns it

    /// Says what the tip adds to the path; empty for nothing.
    void setNote(std::function<QString(const QString &path)> note) { m_note = std::move(note); }
    void update();                                            ///< after a file was opened, closed or renamed
    void show(const QString &path);                           ///< after it was changed or saved
    [[nodiscard]] QString titleOf(const QString &path) const; ///< without the dot

private:
    SplitViews *m_views;
    std::function<QString(const QString &path)> m_note;
    QHash<QString, QString> m_folders; ///< as distinguishingFolders() of what is open
};

} // namespace studio
