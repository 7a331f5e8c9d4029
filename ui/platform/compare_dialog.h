// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"
#include "core/model/file_change.h"
#include "ui/platform/compare_rows.h"

#include <QDialog>

class QLabel;
class QListWidget;
class QKeySequence;
class QStackedLayout;

namespace studio {

class CompareView;

/// What differs between two versions of an app: the files, and each side by side, line against line. Closes itself into
/// nothing. Main thread; nothing blocks.
class CompareDialog : public QDialog
{
    Q_OBJECT

public:
    /// `service` must outlive it.
    CompareDialog(ComputeService *service, const AppId &id, int before, int after, const QString &scratch,
                  QWidget *parent = nullptr);
    ~CompareDialog() override;

    [[nodiscard]] int fileCount() const { return static_cast<int>(m_changes.size()); }
    [[nodiscard]] CompareView *beforeText() const { return m_before; }
    [[nodiscard]] CompareView *afterText() const { return m_after; }

Q_SIGNALS:
    void shown(); ///< the files are listed, or why they are not

private:
    QWidget *makeSides(int before, int after);
    QCoro::Task<void> load(ComputeService *service, AppId id, int before, int after, QString scratch);
    QAction *makeStep(const QString &text, const char *iconName, const QKeySequence &keys, int direction);
    void showFile(int row);
    void showDifference(int index);
    void goTo(int direction);

    QList<FileChange> m_changes;
    QLabel *m_state;
    QListWidget *m_files;
    CompareView *m_before;
    CompareView *m_after;
    QLabel *m_place; ///< "Difference 2 of 5 in file 1 of 3"
    QAction *m_previous;
    QAction *m_next;
    CompareRows m_rows;    ///< of the file that is shown
    int m_at = -1;         ///< its difference that was gone to
    bool m_isBack = false; ///< the file is come to from the one after it
    QStackedLayout *m_pages = nullptr;
    std::stop_source m_stop;
};

} // namespace studio
