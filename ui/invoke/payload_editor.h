// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/schema/json_schema.h"
#include "ui/invoke/json_text.h"

#include <QBasicTimer>
#include <QTextEdit>
#include <QWidget>

class QLabel;
class QStackedWidget;
class QToolButton;

namespace studio {

class IconLabel;
class PayloadAssist;
class PayloadForm;
class PayloadView;

/// The payload: text that is checked as JSON while it is typed, or a form over it. What is not JSON is marked, said in
/// one line below, and may be sent all the same. Main thread; a long text is checked on a worker, and what is JSON is
/// compared with the schema on one.
class PayloadEditor : public QWidget
{
    Q_OBJECT

public:
    explicit PayloadEditor(QWidget *parent = nullptr);
    ~PayloadEditor() override;

    void setPayload(const QByteArray &utf8);
    void replacePayload(const QByteArray &utf8); ///< as setPayload, in one step that can be undone
    [[nodiscard]] QByteArray payload() const;
    /// Whether the last check found JSON; an empty payload is one, because the platform reads it as null.
    [[nodiscard]] bool isJson() const { return !m_problem.has_value(); }
    /// Sets the JSON in lines, as one step of undo. Nothing happens to what is not JSON.
    void format();
    /// Said instead of the check's outcome while not empty: why the payload will not be sent.
    void setUnsentReason(const QString &reason);
    /// What the handler takes: it is completed, explained, and what does not fit is marked; it may be sent all the
    /// same.
    void setSchema(const JsonSchema &schema);
    [[nodiscard]] PayloadAssist *assist() const { return m_assist; }
    [[nodiscard]] PayloadView *editor() const { return m_editor; }
    [[nodiscard]] PayloadForm *form() const { return m_form; }
    void setFormShown(bool isShown); ///< instead of the text
    [[nodiscard]] bool isFormShown() const;

Q_SIGNALS:
    void changed();
    void checked(); ///< isJson() is about what stands there now

protected:
    void timerEvent(QTimerEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeHead();
    QToolButton *makeSwitch(const QString &text, const QString &tip);
    void textChanged();
    void check();
    void checkOnWorker(const QString &text);
    void showProblem(const std::optional<JsonProblem> &problem);
    struct Misfit
    {
        int from = 0; ///< characters
        int to = 0;
        int line = 0; ///< from 1
        QString message;
    };
    static QList<Misfit> findMisfits(const QByteArray &text, const JsonSchema &schema, const std::stop_token &stop);
    void compare();
    QCoro::Task<void> compareOnWorker(QByteArray text);
    void showMisfits(const QList<Misfit> &misfits);
    void showNote();

    PayloadView *m_editor;
    PayloadAssist *m_assist;
    PayloadForm *m_form;
    QStackedWidget *m_pages;
    QToolButton *m_asForm;
    QToolButton *m_asText;
    QToolButton *m_example;
    JsonSchema m_schema;
    QList<Misfit> m_misfits;    ///< of what is JSON
    std::stop_source m_compare; ///< the comparison under way
    QWidget *m_foot;            ///< with the next two, where there is something to say
    IconLabel *m_mark;
    QLabel *m_note;
    QToolButton *m_format;
    QString m_unsentReason;
    std::optional<JsonProblem> m_problem;
    QBasicTimer m_pause; ///< a long text is checked when the typing rests
    quint64 m_revision = 0;
};

} // namespace studio
