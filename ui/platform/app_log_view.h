// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"

#include <QPlainTextEdit>
#include <QTimer>

namespace studio {

/// The newest lines that an app's calls wrote to stderr, each with its time and its execution. Follows while its end is
/// in sight. Main thread; nothing blocks.
class AppLogView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit AppLogView(QWidget *parent = nullptr);

    void setApp(ComputeService *service, const AppId &id);
    void reload();                       ///< what is shown may be old
    void setFilter(const QString &text); ///< only lines that hold it, in whatever case

protected:
    void showEvent(QShowEvent *event) override;

private:
    QCoro::Task<void> load();
    void showLines();

    ComputeService *m_service = nullptr;
    AppId m_id;
    QString m_filter;
    AppLogPage m_page; ///< that was read last
    QTimer m_soon;     ///< many calls end in one moment
    quint64 m_generation = 0;
};

} // namespace studio
