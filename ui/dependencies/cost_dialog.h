// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/cargo_manifest.h"
#include "core/workspace/crate_trials.h"

#include <QDialog>
#include <QPointer>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTreeWidget;

namespace studio {

class TrustQuestion;

/// What each dependency costs, one row a crate, to be sorted by each column; what is not known is measured from here.
/// It follows the trials. Main thread.
class CostDialog : public QDialog
{
    Q_OBJECT

public:
    enum Column { Crate, Cold, Warm, Bytes, Crates, Licences, Runs };

    /// `trials` may go before it; the dialog then shows what it had.
    CostDialog(CrateTrials *trials, QWidget *parent = nullptr);

    /// Those of `dependencies` that the author wrote are listed, each package once.
    void setDependencies(const QList<Dependency> &dependencies);

private:
    void showRows();
    void showRow(int row);
    void showState();
    void measure(bool isAll);
    void press(bool isAll);
    [[nodiscard]] RustTarget target() const;

    QPointer<CrateTrials> m_trials;
    QList<Dependency> m_dependencies;
    QComboBox *m_target;
    QTreeWidget *m_table;
    QLabel *m_state;
    QProgressBar *m_bar;
    QPushButton *m_all;
    QPushButton *m_some;
    QPushButton *m_stop;
    TrustQuestion *m_question;
    bool m_isAllAsked = false; ///< what the question is about
};

} // namespace studio
