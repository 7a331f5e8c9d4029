// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_diff.h"
#include "core/base/task.h"

#include <QDialog>

class QLabel;
class QTreeWidget;

namespace studio {

/// What an answer has otherwise than the one before it or a saved example, as JSON. Main thread; both are read on a
/// worker.
class AnswerDifference : public QDialog
{
    Q_OBJECT

public:
    enum class Than { Previous, Example };

    AnswerDifference(const QByteArray &before, const QByteArray &after, QWidget *parent = nullptr,
                     Than than = Than::Previous);

    [[nodiscard]] QTreeWidget *list() const { return m_list; }

Q_SIGNALS:
    void shown(); ///< the changes, or why there are none to show

private:
    QCoro::Task<void> load(QByteArray before, QByteArray after);
    void showChanges(const JsonChanges &found);

    QLabel *m_state;
    QTreeWidget *m_list;
};

} // namespace studio
