/** The settings that give the agent a language model, in words that fit every language. */
export const MODEL_VARIABLES =
  'OPENAI_BASE_URL, OPENAI_MODEL, OPENAI_API_KEY (OpenAI-compatible) / GIGACHAT_TOKEN (GigaChat)';
