// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/invocation.h"
#include "ui/invoke/body_text.h"

#include <QBasicTimer>
#include <QStringDecoder>
#include <QWidget>

class QLabel;
class QStackedWidget;
class QTabBar;
class QTableView;
class QToolButton;
class QTreeView;
class QTreeWidget;

namespace studio {

class AnswerFind;
class CodeView;
class EventRows;
class IconLabel;
class IdButton;
class ImageView;
class JsonOutline;
class JsonTablePane;
class JsonTreePane;
class JsonView;
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
    /// An answer that is shown as it comes: its head and id, each chunk, and what became of it. An answer of
    /// server-sent events has a row for each. What the handler had sent stays where the answer breaks off.
    void beginStream(const Invocation &begun);
    void appendStream(const QByteArray &bytes);
    void endStream(const Invocation &invocation);
    [[nodiscard]] bool isStreaming() const { return m_isStreaming; }
    [[nodiscard]] const Invocation &invocation() const { return m_invocation; }
    void setWaiting(bool waiting); ///< greys what is shown, because it answers another request
    void openFind();               ///< in the text of the body, which is brought forward; says so
    void findNext(int direction);
    void setNote(const QString &note); ///< below the time: "out of date"; empty for none
    [[nodiscard]] StderrSection *stderrSection() const { return m_stderr; }
    [[nodiscard]] CodeView *body() const { return m_body; }
    [[nodiscard]] JsonView *json() const { return m_json; }
    [[nodiscard]] JsonTreePane *tree() const { return m_tree; }
    [[nodiscard]] ImageView *image() const { return m_image; }
    [[nodiscard]] QTableView *table() const;
    [[nodiscard]] const EventRows *events() const { return m_events; }

Q_SIGNALS:
    void bodyShown(); ///< the text of the body is complete
    void message(const QString &sentence, bool isError);

protected:
    void changeEvent(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    QWidget *makeStatusRow();
    QWidget *makeTabs();
    void showStatus();
    void showHeaders();
    void fillHeaders();
    void showBody();
    void present(const BodyText &text);
    void readImage(const QByteArray &format);
    void showNotices(const BodyText &text);
    void copyBody();
    void saveBody();

    QToolButton *makeSwitch(const QString &text, const QString &tip);
    void chooseSwitch(QToolButton *chosen);
    /// Null for none. In lines where `isOutlineShown`, else in a text view.
    void setDocument(const std::shared_ptr<const JsonOutline> &document, bool isOutlineShown);
    [[nodiscard]] QWidget *bodyPage();
    [[nodiscard]] bool isTextShown() const;
    QTreeView *makeEvents();
    void showStreamStatus();
    [[nodiscard]] QString shortened(const QString &text);
    void flushStream();
    void showBodyPage();
    [[nodiscard]] bool hasEvents() const;

    Invocation m_invocation;
    QByteArray m_shown;         ///< the body, or as much of it as came and is kept
    QByteArray m_pending;       ///< of a stream, not shown yet
    qsizetype m_lineLength = 0; ///< of the line that is coming, characters
    qint64 m_streamed = 0;      ///< bytes that came
    bool m_isStreaming = false;
    QStringDecoder m_decoder{QStringDecoder::Utf8};
    QBasicTimer m_flush;
    QByteArray m_shownIcon; ///< of the status; empty when it is to be drawn anew
    IconLabel *m_mark;
    QLabel *m_status;
    IdButton *m_id;
    QLabel *m_time;
    QLabel *m_note;
    TimingBar *m_timing;
    QTabBar *m_tabs;
    QToolButton *m_asTree;
    QToolButton *m_asTable;
    QToolButton *m_raw;
    QToolButton *m_copy;
    QToolButton *m_save;
    QLabel *m_notice;
    QStackedWidget *m_pages;
    CodeView *m_body;
    JsonView *m_json; ///< what is too long for m_body; in its place where it has an outline
    ImageView *m_image;
    JsonTreePane *m_tree;
    JsonTablePane *m_table;
    AnswerFind *m_find;
    EventRows *m_events;
    QTreeView *m_eventView;
    QTreeWidget *m_headers;
    std::shared_ptr<const JsonOutline> m_document; ///< of a body that is JSON
    bool m_isImage = false;                        ///< m_image shows it, where it is not wanted raw
    bool m_hasNewHeaders = false;                  ///< filled in when the page is looked at
    StderrSection *m_stderr;
    quint64 m_generation = 0; ///< counts what was shown: a worker's text for an earlier one is dropped
};

} // namespace studio
