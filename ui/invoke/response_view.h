// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/invocation.h"
#include "ui/invoke/body_text.h"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QTabBar;
class QToolButton;
class QTreeWidget;

namespace studio {

class CodeView;
class IdButton;
class StderrSection;
class TimingBar;

/// What came of one call: status, execution id, time, where the time went, body, headers and stderr. Main thread; a
/// large body is read on a worker.
class ResponseView : public QWidget
{
    Q_OBJECT

public:
    explicit ResponseView(QWidget *parent = nullptr);

    void setInvocation(const Invocation &invocation);
    [[nodiscard]] const Invocation &invocation() const { return m_invocation; }
    void setWaiting(bool waiting);     ///< greys what is shown, because it answers another request
    void setNote(const QString &note); ///< beside the time: "before your last change"; empty for none
    [[nodiscard]] StderrSection *stderrSection() const { return m_stderr; }
    [[nodiscard]] CodeView *body() const { return m_body; }

Q_SIGNALS:
    void bodyShown(); ///< the text of the body is complete
    void message(const QString &sentence, bool isError);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeStatusRow();
    QWidget *makeTabs();
    void showStatus();
    void showHeaders();
    void showBody();
    void present(const BodyText &text);
    void copyBody();
    void saveBody();

    Invocation m_invocation;
    QLabel *m_mark;
    QLabel *m_status;
    IdButton *m_id;
    QLabel *m_time;
    QLabel *m_note;
    TimingBar *m_timing;
    QTabBar *m_tabs;
    QToolButton *m_raw;
    QToolButton *m_copy;
    QToolButton *m_save;
    QLabel *m_notice;
    QStackedWidget *m_pages;
    CodeView *m_body;
    QTreeWidget *m_headers;
    StderrSection *m_stderr;
    quint64 m_generation = 0; ///< counts what was shown: a worker's text for an earlier one is dropped
};

} // namespace studio
