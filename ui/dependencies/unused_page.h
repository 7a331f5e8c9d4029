// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/dependency_tidy.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QTreeWidget;

namespace studio {

class TrustQuestion;

/// Crates that no code of the project names: looked for at a button, and removed. A view. Main thread.
class UnusedPage : public QWidget
{
    Q_OBJECT

public:
    explicit UnusedPage(QWidget *parent = nullptr);

    /// Nothing where the question whether programs of the folder may run was not answered.
    void setTrust(std::optional<bool> trust);
    void setSearching(bool isSearching);
    void setProgress(int done, int total);
    void setUnused(const UnusedDependencies &unused); ///< those that may be wanted are not chosen
    void setRemoved(const Dependency &dependency);    ///< it is no longer in Cargo.toml; the others stay as chosen
    void setError(const QString &sentence);

Q_SIGNALS:
    void searchRequested();
    void trustGiven(); ///< searchRequested() follows
    void stopRequested();
    void removeRequested(const QList<studio::Dependency> &dependencies);

private:
    void showButtons();

    std::optional<bool> m_trust;
    bool m_isSearching = false;
    bool m_asks = false;
    QList<Dependency> m_unused; ///< of each row
    QPushButton *m_search;
    QPushButton *m_stop;
    TrustQuestion *m_question;
    QProgressBar *m_bar;
    QTreeWidget *m_list;
    QLabel *m_note;
    QPushButton *m_remove;
};

} // namespace studio
