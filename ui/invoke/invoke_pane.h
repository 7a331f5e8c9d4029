// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"
#include "core/collection/assertions.h"
#include "core/collection/request_sender.h"
#include "core/schema/json_schema.h"
#include "core/workspace/call_targets.h"
#include "ui/invoke/request_state.h"

#include <QBasicTimer>
#include <QElapsedTimer>
#include <QWidget>

#include <functional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace studio {

class Banner;
class BodyEditor;
class ChecksTable;
class EmptyState;
class PairsTable;
class PayloadEditor;
class ResponseView;
class SavedRequestBar;
struct SearchQuery;

/// Method, path, payload, query and headers; Send; and what came back. One call at a time. Main thread; nothing blocks.
class InvokePane : public QWidget
{
    Q_OBJECT

public:
    explicit InvokePane(QWidget *parent = nullptr);
    ~InvokePane() override; ///< cancels the call that is on its way

    /// What Send can call, of which the first is chosen until the person chooses another. A choice that is not among
    /// them is taken back when it is there again. Their invokers must outlive the calls.
    void setTargets(const QList<CallTarget> &targets);
    [[nodiscard]] QString chosenTarget() const { return m_targetId; } ///< its id
    void chooseTarget(const QString &id);
    [[nodiscard]] const CallTarget *target() const; ///< that is chosen; null where there is none to choose
    [[nodiscard]] bool sendsToDevInstance() const;
    /// Of the dev instance: whether it is older than the sources, and whether calls wait for it to be compiled.
    void setDevState(bool isOutOfDate, bool isQueued);
    /// What is to be known of answers of the dev instance; empty for nothing.
    void setDevNote(const QString &sentence);
    void setSendPrimary(bool isPrimary);       ///< Send is what is to be done next
    void setFunctionName(const QString &name); ///< "org/hello"; names the pane for screen readers
    void setPayload(const QByteArray &payload);
    void setSchema(const JsonSchema &schema); ///< of what the handler takes; an empty one for none
    /// What the handler reads of the query and the headers: offered first while names are typed.
    void setRequestNames(const QStringList &query, const QStringList &headers);
    /// Puts a request that was sent before back into the pane. What the platform adds to each is left out.
    void setRequest(const HttpRequest &request);
    [[nodiscard]] QByteArray payload() const;
    [[nodiscard]] bool isPayloadJson() const; ///< an empty one is
    [[nodiscard]] bool isWaiting() const { return m_waiting; }

    /// How requests of a collection are sent: with its variables, wherever they go, and what their answers are checked
    /// for. Without it variables stay as they are written.
    struct Collecting
    {
        std::function<Task<collection::PreparedRequest>(collection::SavedRequest)> prepare;
        std::function<Task<QList<collection::CheckResult>>(collection::SavedRequest, collection::Answer)> check;
        collection::RequestSender toAddress;
    };
    void setCollecting(Collecting collecting) { m_collecting = std::move(collecting); }
    /// Shows a saved request, which has a path, in the place of what is shown; nothing: the one that is not saved.
    void setSaved(const std::optional<collection::SavedRequest> &request);
    /// What it is on the disk now, as it was shown last; nothing where the request is not a saved one.
    [[nodiscard]] const std::optional<collection::SavedRequest> &saved() const { return m_saved; }
    /// The same with what is edited here. A name of its own where it is not saved: "POST /orders".
    [[nodiscard]] collection::SavedRequest edited() const;
    [[nodiscard]] bool isEdited() const; ///< a saved request, here only
    /// Shows what was edited of the saved request before.
    void setEdited(const collection::SavedRequest &request);
    /// It was written so.
    void setWritten(const collection::SavedRequest &request);

    /// The request as it is written, with variables as such. InvalidArgument as requestOf().
    [[nodiscard]] Result<HttpRequest> request() const;
    Task<collection::PreparedRequest> prepared();            ///< as Send would send it
    void setRequestActions(const QList<QAction *> &actions); ///< what can be done with it; they outlive this
    void takeCurlLine(const QString &line); ///< the request becomes the one of this command, or the banner says why not
    void say(const QString &sentence, bool isError);                     ///< above the answer
    void offer(const QString &problem, const QList<QAction *> &actions); ///< likewise; takes the actions over
    /// What the answer has otherwise than the one before it, in a dialog; where there is none, the banner says so.
    void showDifference();

    void sendNow(); ///< nothing happens while a call is on its way
    void cancel();
    void cancelDevCall(); ///< where the call goes to the dev instance
    void clearAnswer();   ///< as if nothing had been sent; cancels what is on its way
    void focusPayload();
    void find(const SearchQuery &query); ///< in the answer, where there is one

    [[nodiscard]] const Invocation &lastInvocation() const;
    /// Microseconds from the call of sendNow() to the answer being here, before anything of it is drawn.
    [[nodiscard]] qint64 lastRoundTripUs() const { return m_roundTripUs; }

    [[nodiscard]] Json saveState() const;
    void restoreState(const JsonReader &state);

Q_SIGNALS:
    void runRequested();
    void showLogRequested();
    void responseShown(const studio::Invocation &invocation);
    void failed(const studio::Error &error);
    void requestChanged(); ///< something that saveState() holds
    void targetChosen();   ///< target() is another, or may be
    void saveRequested();
    void revertRequested();
    void savedClosed(); ///< the request that is not saved is wanted back

protected:
    void timerEvent(QTimerEvent *event) override;
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showMethod(const QString &method);
    void showState(const RequestState &state);
    QWidget *makeRequest();
    QWidget *makeRequestRow();
    QWidget *makeRequestTabs();
    QWidget *makeMore();
    QWidget *makeResponse();
    [[nodiscard]] EmptyState *makeEmptyPage();
    [[nodiscard]] EmptyState *makeWaitingPage();
    void showPage(QWidget *page);
    [[nodiscard]] RequestState state() const;
    /// Whether it was answered.
    QCoro::Task<bool> call(CallTarget target, HttpRequest request);
    QCoro::Task<void> callCollected(std::optional<CallTarget> target, collection::SavedRequest request);
    QCoro::Task<bool> callAddress(collection::PreparedRequest prepared);
    QCoro::Task<void> checkAnswer(collection::SavedRequest request);
    [[nodiscard]] bool isCollected(const RequestState &now) const;
    void beginCall();
    void showResults(const QList<collection::CheckResult> &results);
    void showEditedSoon();
    void showEdited();
    InvokeObserver observer();
    void showStream();
    void takeLines(const QList<LogLine> &lines);
    QWidget *makeTargetChooser();
    void beginWaiting();
    void endWaiting();
    void setQueued(bool isQueued);
    void showElapsed();
    void showWaiting(const QString &title, const QString &text, const QString &line);
    void showAnswer(const Invocation &invocation);
    void showFailure(const Error &error);
    void offerRecovery(const QString &sentence);
    void showTabTitles();
    void showDevNote();
    void showResponseAsOld(bool isOld);
    ResponseView *response(); ///< made for the first answer
    [[nodiscard]] bool isStreaming() const;

    QList<CallTarget> m_targets;
    QString m_targetId;         ///< that was chosen, also while it is not to be had
    bool m_isOutOfDate = false; ///< the dev instance
    QComboBox *m_target = nullptr;
    QSplitter *m_splitter = nullptr;
    QComboBox *m_method = nullptr;
    QLineEdit *m_path = nullptr;
    QPushButton *m_send = nullptr;
    QTabBar *m_tabs = nullptr;
    QToolButton *m_more = nullptr; ///< beside them: the request's actions
    PayloadEditor *m_payload = nullptr;
    PairsTable *m_query = nullptr;
    PairsTable *m_headers = nullptr;
    BodyEditor *m_body = nullptr; ///< of the request
    ChecksTable *m_checks = nullptr;
    SavedRequestBar *m_savedBar = nullptr;
    Collecting m_collecting;
    std::optional<collection::SavedRequest> m_saved;
    RequestState m_savedState;          ///< that was made of it
    QStackedWidget *m_answer = nullptr; ///< one of the next two, or response()
    EmptyState *m_emptyPage = nullptr;
    EmptyState *m_waitingPage = nullptr; ///< for the first answer
    QLabel *m_devNote = nullptr;         ///< hidden where there is nothing to say, or another target is chosen
    QLabel *m_progress = nullptr;
    Banner *m_banner = nullptr;
    ResponseView *m_response = nullptr;       ///< null before the first answer
    std::optional<QByteArray> m_answerBefore; ///< of the answer before that which is shown; none where it is too large
    std::optional<QByteArray> m_lastAnswer;   ///< of that which is shown, likewise
    std::stop_source m_stop;
    QElapsedTimer m_clock;
    QBasicTimer m_tick;
    QBasicTimer m_editedPause; ///< until it is compared with what is saved
    Invocation m_begun;        ///< of the call that is on its way: its id, and the head of its answer
    QList<QByteArray> m_lines; ///< that it has written
    qint64 m_roundTripUs = 0;
    int m_generation = 0; ///< of calls whose answers are shown
    bool m_waiting = false;
    bool m_callsDevInstance = false; ///< the last call
    bool m_queued = false;           ///< the call waits for a handler that is being compiled or started
};

} // namespace studio
