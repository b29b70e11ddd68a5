;;; kpol-mode.el --- Policies in kpol, with eglot  -*- lexical-binding: t; coding: utf-8 -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages

;;; Commentary:

;; (add-to-list 'load-path "…/grammar/editors/emacs")
;; (require 'kpol-mode)
;; (add-hook 'kpol-mode-hook #'eglot-ensure)
;;
;; eglot comes with Emacs 29; for older ones it is in GNU ELPA.

;;; Code:

(require 'kpol-words)
(require 'seq)

(defgroup kpol nil
  "Policies that say how often an administration talks to whom."
  :group 'languages)

(defcustom kpol-command '("kpol" "lsp")
  "The program that serves the editor, with its arguments."
  :type '(repeat string))

(defconst kpol--faces
  '((outcome . font-lock-keyword-face)
    (logical . font-lock-builtin-face)
    (comparison . font-lock-builtin-face)
    (unit . font-lock-type-face))
  "The face of each kind of word that may stand anywhere.")

(defconst kpol--name "[[:alpha:]][[:alnum:]_]*\\(?:[-.][[:alnum:]_]+\\)*"
  "A name.")

(defun kpol--phrase (phrase)
  "A pattern for PHRASE: a capital or a small first letter, any blanks."
  (let* ((counted (string-prefix-p "{n}-" phrase))
         (words (if counted (substring phrase 4) phrase))
         (first (substring words 0 1))
         (rest (regexp-quote (substring words 1))))
    (concat (if counted "[0-9]+[[:blank:]]*[-‐‑–—−][[:blank:]]*" "")
            "[" (downcase first) (upcase first) "]"
            (replace-regexp-in-string " " "[[:space:]]+" rest t t))))

(defun kpol--pattern (phrases)
  "A pattern for any of PHRASES as whole words, the longest first."
  (let ((longest (sort (copy-sequence phrases) (lambda (a b) (> (length a) (length b))))))
    (concat "\\_<\\(?:" (mapconcat #'kpol--phrase longest "\\|") "\\)\\_>")))

(defun kpol--line (phrases)
  "A pattern for a line that begins with one of PHRASES; group 1 is the phrase."
  (concat "^[[:blank:]]*\\(" (kpol--pattern phrases) "\\)"))

(defun kpol--amended (words kind)
  "A pattern for a line that begins with KIND of WORDS, also in an amendment."
  (concat "^[[:blank:]]*\\(?:" (kpol--pattern (cdr (assq 'amending words))) "[[:blank:]]+\\)?"
          "\\(" (kpol--pattern (cdr (assq kind words))) "\\)"))

(defun kpol--language ()
  "The language, `de' or `en': that of the first keyword that begins a line."
  (save-excursion
    (save-match-data
      (goto-char (point-min))
      (let (found (case-fold-search nil))
        (while (and (not found) (not (eobp)))
          (dolist (entry kpol-words)
            (dolist (kind '(statement block))
              (when (looking-at (kpol--line (cdr (assq kind (cdr entry)))))
                (setq found (car entry)))))
          (forward-line 1))
        found))))

(defun kpol--words (words several)
  "What to show of WORDS anywhere: those with blanks if SEVERAL, else the others."
  (delq nil
        (mapcar (lambda (pair)
                  (let ((phrases (seq-filter
                                  (lambda (phrase)
                                    (eq several (and (string-match-p " " phrase) t)))
                                  (cdr (assq (car pair) words)))))
                    (when phrases
                      (cons (kpol--pattern phrases) (cdr pair)))))
                kpol--faces)))

(defun kpol--keywords (language)
  "What `font-lock-mode' shows of LANGUAGE; of every language if that is nil."
  (append
   '(("\\[[^][\n]*\\]" . font-lock-doc-face))
   (seq-mapcat
    (lambda (entry)
      (let ((words (cdr entry)))
        `((,(concat (kpol--amended words 'declaring)
                    "[[:blank:]]+\\(" kpol--name "\\)")
           2 font-lock-function-name-face)
          (,(kpol--line (cdr (assq 'statement words))) 1 font-lock-keyword-face)
          (,(kpol--amended words 'statement) 1 font-lock-keyword-face)
          (,(kpol--amended words 'block) 1 font-lock-keyword-face)
          ,@(kpol--words words t)
          ,@(kpol--words words nil))))
    (if language (list (assq language kpol-words)) kpol-words))))

(defvar kpol-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\\ "." table)
    (modify-syntax-entry ?' "." table)
    (modify-syntax-entry ?- "_" table)
    (modify-syntax-entry ?. "_" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?| "." table)
    table)
  "Comments begin with a hash, names hold hyphens and full stops.")

;;;###autoload
(define-derived-mode kpol-mode prog-mode "kpol"
  "Policies in the language kpol."
  (setq-local comment-start "# ")
  (setq-local comment-start-skip "#+[[:blank:]]*")
  (setq-local indent-tabs-mode nil)
  (setq-local font-lock-multiline t)
  (setq-local font-lock-defaults (list (kpol--keywords (kpol--language)) nil nil)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.kpol\\'" . kpol-mode))

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs `(kpol-mode . ,(lambda (&rest _) kpol-command))))

(provide 'kpol-mode)
;;; kpol-mode.el ends here
