/** The settings that give the agent a language model, in words that fit every language. */
export const MODEL_VARIABLES =
  'LLM_PROVIDER=openai + OPENAI_BASE_URL + OPENAI_MODEL (OpenAI-compatible) / GIGACHAT_TOKEN (GigaChat)';
