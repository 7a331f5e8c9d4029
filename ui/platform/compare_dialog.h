// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"
#include "core/model/file_change.h"

#include <QDialog>

class QLabel;
class QListWidget;
class QPlainTextEdit;
class QStackedLayout;

namespace studio {

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
    [[nodiscard]] QPlainTextEdit *beforeText() const { return m_before; }
    [[nodiscard]] QPlainTextEdit *afterText() const { return m_after; }

Q_SIGNALS:
    void shown(); ///< the files are listed, or why they are not

private:
    QWidget *makeSides(int before, int after);
    QCoro::Task<void> load(ComputeService *service, AppId id, int before, int after, QString scratch);
    void showFile(int row);

    QList<FileChange> m_changes;
    QLabel *m_state;
    QListWidget *m_files;
    QPlainTextEdit *m_before;
    QPlainTextEdit *m_after;
    QStackedLayout *m_pages = nullptr;
    std::stop_source m_stop;
};

} // namespace studio
