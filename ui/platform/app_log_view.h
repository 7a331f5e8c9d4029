// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"
#include "core/model/log_level.h"

#include <QPlainTextEdit>
#include <QTimer>

namespace studio {

/// The newest lines that an app's calls wrote to stderr, each with its time and its execution, whose id has a colour of
/// its own. A double click on time or id, or Return, goes to the call of a line. Follows while its end is in sight.
/// Main thread; nothing blocks.
class AppLogView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit AppLogView(QWidget *parent = nullptr);

    void setApp(ComputeService *service, const AppId &id);
    void reload();                       ///< what is shown may be old
    void setFilter(const QString &text); ///< only lines that hold it, in whatever case, or of this execution
    void setLeastLevel(LogLevel level);  ///< only lines that are at least as serious; None: all
    void setUtc(bool isUtc);             ///< instead of this machine's time

Q_SIGNALS:
    void executionChosen(const QString &executionId);

protected:
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    /// A line, how serious it is, and its parts as they are shown.
    struct LeveledLine : AppLogLine
    {
        LogLevel level = LogLevel::Info;
        QString time;
        QString id;
        QString text;

        bool operator==(const LeveledLine &) const = default;
    };

    QCoro::Task<void> load();
    void showLines();
    void fill(const QList<LeveledLine> &lines, const QString &head);
    void colourBlock(const QTextBlock &block);
    [[nodiscard]] bool isShown(const LeveledLine &line) const;
    static QList<LeveledLine> prepared(const QList<AppLogLine> &lines, bool isUtc); ///< any thread
    static QString timeText(qint64 timeMs, bool isUtc);
    [[nodiscard]] const LeveledLine *lineAt(const QTextCursor &cursor) const; ///< null: of no call

    ComputeService *m_service = nullptr;
    AppId m_id;
    QString m_filter;
    LogLevel m_least = LogLevel::None;
    bool m_isUtc = false;
    QList<LeveledLine> m_shown; ///< a line each, below the head
    QString m_head;             ///< that there are older lines; empty where there are none
    QList<LeveledLine> m_lines; ///< that were read last
    QString m_nextCursor;       ///< of the page that they are
    QTimer m_soon;              ///< many calls end in one moment
    quint64 m_generation = 0;
};

} // namespace studio
