// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QStringListModel>

class QCompleter;
class QMenu;

namespace studio {

/// The field in which calls are searched for: words, and filters such as `status:error duration:>200ms`, which are
/// completed while they are typed and stand in a menu at its end. How they are read is core/model/execution_words.h.
/// Main thread.
class CallFilter : public QLineEdit
{
    Q_OBJECT

public:
    explicit CallFilter(QWidget *parent = nullptr);

    /// What is offered as values of version: and app:.
    void setVersions(const QList<int> &versions) { m_versions = versions; }
    void setApps(const QStringList &names) { m_apps = names; }
    /// Puts a filter in the place of one of the same name, or behind what is there.
    void insertFilter(const QString &word);

Q_SIGNALS:
    void valuesWanted(); ///< the versions and apps may be offered soon

protected:
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void complete();
    void take(const QString &completion);
    void fillMenu();
    [[nodiscard]] QStringList valuesOf(const QString &name) const;
    [[nodiscard]] QStringList completionsOf(const QString &word) const;
    [[nodiscard]] qsizetype wordStart() const;

    QList<int> m_versions;
    QStringList m_apps;
    QStringListModel m_completions;
    QCompleter *m_completer;
    QMenu *m_menu;
};

} // namespace studio
