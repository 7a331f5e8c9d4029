// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/execution.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QStackedLayout;
class QTabBar;
class QToolButton;

namespace studio {

class ExecutionWaterfall;
struct CallLimits;

/// The record of one call: how it ended, what went in and came out, what the handler wrote, what it cost. Main thread.
class ExecutionView : public QWidget
{
    Q_OBJECT

public:
    explicit ExecutionView(QWidget *parent = nullptr);

    void setExecution(const Execution &execution); ///< with its bodies and lines
    void setLimits(const CallLimits &limits);      ///< of the app, which the timeline compares with
    void clear();
    [[nodiscard]] const Execution &execution() const { return m_execution; }

Q_SIGNALS:
    /// The request, to be put into the invoke pane again.
    void requestChosen(const studio::HttpRequest &request);
    /// A place in the sources that the call ran; without a file where the handler stands.
    void sourceRequested(const QString &file, int line, int column);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeHead();
    bool openPlaceAt(const QPoint &position);
    void show();
    void showPage();
    void showLine(int line);
    [[nodiscard]] QString pageText() const;
    [[nodiscard]] QString details() const;

    Execution m_execution;
    QLabel *m_status;
    QLabel *m_reason;
    QTabBar *m_tabs;
    QPlainTextEdit *m_text;
    ExecutionWaterfall *m_waterfall;
    QStackedLayout *m_pages = nullptr; ///< text and waterfall
    QToolButton *m_again;
    QToolButton *m_panic;
    QToolButton *m_source;
};

} // namespace studio
